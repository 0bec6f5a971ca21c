#include <doctest/doctest.h>
#include <malloc.h>

#include <cstdlib>
#include <vector>

#include "base/memory.hpp"
#include "sanitizers.hpp"

using namespace cadis;

namespace {

/// Whether malloc asks the system for half a megabyte, as SimGrid's variables need.
bool comes_from_the_system() {
  const auto before = mallinfo2().hblks;
  void* const volatile block = std::malloc(65'537 * sizeof(void*));
  const bool is_mapped = mallinfo2().hblks > before;
  std::free(block);
  return is_mapped;
}

}  // namespace

TEST_CASE("half a megabyte comes from the system, whatever holes earlier blocks have left" *
          doctest::skip(test::is_sanitized)) {  // their malloc is not glibc's
  keep_large_blocks_apart();
  take_large_holes();
  CHECK(comes_from_the_system());
  // Three holes of a megabyte, each behind a block that stays.
  std::vector<void*> freed, kept;
  for (int hole = 0; hole < 3; ++hole) {
    for (int block = 0; block < 16; ++block) freed.push_back(std::malloc(64 * 1024));
    kept.push_back(std::malloc(64 * 1024));
  }
  for (void* block : freed) std::free(block);
  CHECK_FALSE(comes_from_the_system());
  take_large_holes();
  CHECK(comes_from_the_system());
  for (void* block : kept) std::free(block);
}
