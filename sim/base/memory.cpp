#include "base/memory.hpp"

#include <malloc.h>

#include <cstdlib>

namespace cadis {

void keep_large_blocks_apart() { mallopt(M_MMAP_THRESHOLD, 128 * 1024); }

void take_large_holes() {
  constexpr std::size_t block = 512 * 1024;
  static void* volatile last = nullptr;  // a compiler may else leave malloc out
  const auto info = mallinfo2();
  const auto before = info.hblks;  // blocks from the system
  for (std::size_t most = info.fordblks / block; most > 0; --most) {
    last = std::malloc(block);
    if (mallinfo2().hblks == before) continue;
    std::free(last);
    return;
  }
}

}  // namespace cadis
