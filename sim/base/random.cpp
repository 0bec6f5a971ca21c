#include "base/random.hpp"

#include <Random123/uniform.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/exponential.hpp"

namespace cadis {
namespace {

/// FNV-1a, 64 bits: turns a stream's name into half of the key.
std::uint64_t hash_name(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const unsigned char c : name) hash = (hash ^ c) * 0x100000001b3ULL;
  return hash;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view name)
    : key_{{seed, hash_name(name)}} {}

std::uint64_t RandomStream::bits() {
  if (used_ == 4) {
    block_ = r123::Philox4x64{}(counter_, key_);
    counter_.incr();
    used_ = 0;
  }
  return block_[used_++];
}

double RandomStream::uniform() { return r123::u01fixedpt<double, std::uint64_t>(bits()); }

double RandomStream::exponential() {
  double number = 0;
  const std::uint64_t word = bits();
  exponentials_of({&word, 1}, {&number, 1}, VectorPath::plain);
  return number;
}

void RandomStream::exponentials(std::span<double> out) {
  std::array<std::uint64_t, 64> words;
  while (!out.empty()) {
    const auto some = std::span(words).first(std::min(words.size(), out.size()));
    fill_bits(some);
    exponentials_of(some, out, vector_path());
    out = out.subspan(some.size());
  }
}

/// What is left of the last block, then whole blocks, then the rest.
void RandomStream::fill_bits(std::span<std::uint64_t> out) {
  std::size_t i = 0;
  while (i < out.size() && used_ < 4) out[i++] = block_[used_++];
  auto counter = counter_;  // a copy that no store to `out` can change, so it stays in registers
  for (; i + 4 <= out.size(); i += 4) {
    const auto block = r123::Philox4x64{}(counter, key_);
    counter.incr();
    for (std::size_t word = 0; word < 4; ++word) out[i + word] = block[word];
  }
  counter_ = counter;
  while (i < out.size()) out[i++] = bits();
}

double RandomStream::normal() {
  // Box and Muller, one of the pair: two draws a number, and no state beyond the counter.
  const double radius = std::sqrt(2 * exponential());
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

}  // namespace cadis
