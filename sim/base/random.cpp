#include "base/random.hpp"

#include <Random123/philox.h>

#include <Random123/uniform.hpp>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace cadis {

std::uint64_t hash_name(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const unsigned char c : name) hash = (hash ^ c) * 0x100000001b3ULL;
  return hash;
}

RandomStream::RandomStream(std::uint64_t seed, std::string_view name)
    : key_{seed, hash_name(name)} {}

std::uint64_t RandomStream::bits() {
  if (used_ == 4) {
    const auto block = r123::Philox4x64{}({{counter_, 0, 0, 0}}, {{key_[0], key_[1]}});
    std::copy(block.begin(), block.end(), block_.begin());
    ++counter_;
    used_ = 0;
  }
  return block_[used_++];
}

double RandomStream::uniform() { return r123::u01fixedpt<double, std::uint64_t>(bits()); }

double RandomStream::exponential() { return -std::log(uniform()); }

double RandomStream::normal() {
  // Box and Muller, one of the pair: two draws a number, and no state beyond the counter.
  const double radius = std::sqrt(2 * exponential());
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

}  // namespace cadis
