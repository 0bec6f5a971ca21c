#include "base/memory.hpp"

#include <malloc.h>

#include <cstdlib>

namespace cadis {

void keep_large_blocks_apart() { mallopt(M_MMAP_THRESHOLD, 128 * 1024); }

void take_large_holes() {
  constexpr std::size_t block = 512 * 1024;
  static void* volatile last = nullptr;  // a compiler may else leave malloc out
  for (std::size_t most = mallinfo2().fordblks / block; most > 0; --most) {
    const auto before = mallinfo2().hblks;  // blocks from the system
    last = std::malloc(block);
    if (mallinfo2().hblks == before) continue;
    std::free(last);
    return;
  }
}

}  // namespace cadis
