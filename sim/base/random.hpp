#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cadis {

/// FNV-1a, 64 bits: turns a stream's name into half of its key.
std::uint64_t hash_name(std::string_view name);

/// A stream of random numbers named by (seed, name): Philox4x64-10 (Salmon et al., SC'11), a
/// counter-based generator, so that two streams never overlap and adding one shifts no other. The
/// same pair gives the same numbers in every process and on every machine; only the exponential and
/// normal transforms rest on the C library's log.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view name);

  std::uint64_t bits();
  double uniform();      ///< in the open interval (0, 1)
  double exponential();  ///< mean 1
  double normal();       ///< mean 0, deviation 1

 private:
  // Random123's headers cost every file that includes them two seconds: they stay in random.cpp.
  std::array<std::uint64_t, 2> key_;
  std::uint64_t counter_ = 0;  ///< of the next block
  std::array<std::uint64_t, 4> block_{};
  unsigned used_ = 4;  ///< words of block_ already handed out
};

}  // namespace cadis
