#include "base/exponential.hpp"

#include <Random123/threefry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <numbers>

#include "base/errors.hpp"
#include "base/random.hpp"

namespace cadis {
namespace {

/// -ln(u): u = 2^e m with m in [sqrt(1/2), sqrt(2)), and ln m = 2 artanh(s) = s (2 + R(s^2)) where
/// s = (m - 1) / (m + 1). R is the minimax polynomial of fdlibm's e_log.c (Sun Microsystems 1993;
/// its error is below 2^-58).
[[gnu::always_inline]] inline double minus_log(std::uint64_t word) {
  constexpr std::uint64_t one = 0x3ff0000000000000;        // 1.0
  constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcd;  // sqrt(1/2)
  constexpr std::uint64_t mantissa = 0x000fffffffffffff;
  // 52 bits as a number in [1, 2), less 1 - 2^-53: half a step away from 0 and from 1.
  const double u = std::bit_cast<double>((word >> 12) | one) - (1 - 0x1p-53);
  const std::uint64_t shifted = std::bit_cast<std::uint64_t>(u) + (one - root_half);
  // The exponent field as the low bits of 2^52 + 1023 + e: a conversion without an instruction.
  const double e = std::bit_cast<double>((shifted >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
  const double f = std::bit_cast<double>((shifted & mantissa) + root_half) - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double w = z * z;
  const double even = w * (3.999999999940941908e-01 +
                           w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double odd = z * (6.666666666666735130e-01 +
                          w * (2.857142874366239149e-01 +
                               w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  return e * -std::numbers::ln2 - s * (2 + (even + odd));
}

/// One source for all paths: loops of plain operations, lane beside lane.
[[gnu::always_inline]] inline void draw(std::uint64_t seed, std::uint64_t name, std::uint64_t block,
                                        double* out) {
  using Threefry = r123::Threefry4x64;
  constexpr std::size_t lanes = ExponentialStream::block_size / 4;
  std::uint64_t words[4][lanes];
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const auto four = Threefry{}({{block * lanes + lane, 0, 0, 0}}, {{seed, name, 0, 0}});
    for (std::size_t word = 0; word < 4; ++word) words[word][lane] = four[word];
  }
  for (std::size_t word = 0; word < 4; ++word) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      out[word * lanes + lane] = minus_log(words[word][lane]);
    }
  }
}

using Draw = void (*)(std::uint64_t, std::uint64_t, std::uint64_t, double*);

void plain(std::uint64_t seed, std::uint64_t name, std::uint64_t block, double* out) {
  draw(seed, name, block, out);
}

#ifdef __x86_64__
[[gnu::target("avx2")]] void avx2(std::uint64_t seed, std::uint64_t name, std::uint64_t block,
                                  double* out) {
  draw(seed, name, block, out);
}
[[gnu::target("avx512f,avx512dq")]] void avx512(std::uint64_t seed, std::uint64_t name,
                                                std::uint64_t block, double* out) {
  draw(seed, name, block, out);
}
constexpr std::array<Draw, 3> draws{plain, avx2, avx512};
#else
constexpr std::array<Draw, 3> draws{plain, plain, plain};
#endif

constexpr std::array<VectorPath, 3> widest_first{VectorPath::avx512, VectorPath::avx2,
                                                 VectorPath::plain};

VectorPath named_by_environment(const std::string& name) {
  for (const VectorPath path : widest_first) {
    if (to_string(path) != name) continue;
    if (is_supported(path)) return path;
    throw ConfigError(fmt::format("CADIS_VECTOR: this machine has no {}", name));
  }
  throw ConfigError(fmt::format("CADIS_VECTOR: expected plain, avx2 or avx512, got '{}'", name));
}

VectorPath choose() {
  if (const char* name = std::getenv("CADIS_VECTOR")) return named_by_environment(name);
  for (const VectorPath path : widest_first) {
    if (is_supported(path)) return path;
  }
  return VectorPath::plain;
}

}  // namespace

std::string to_string(VectorPath path) {
  constexpr std::array<const char*, 3> names{"plain", "avx2", "avx512"};
  return names[static_cast<std::size_t>(path)];
}

bool is_supported(VectorPath path) {
#ifdef __x86_64__
  if (path == VectorPath::avx2) return __builtin_cpu_supports("avx2") != 0;
  if (path == VectorPath::avx512) {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0;
  }
#endif
  return path == VectorPath::plain;
}

VectorPath vector_path() {
  static const VectorPath path = choose();
  return path;
}

ExponentialStream::ExponentialStream(std::uint64_t seed, std::string_view name, VectorPath path)
    : seed_(seed), name_(hash_name(name)), path_(path) {}

void ExponentialStream::fill(std::span<double> out) {
  const auto draw_block = draws[static_cast<std::size_t>(path_)];
  while (!out.empty()) {
    if (used_ == block_size && out.size() >= block_size) {  // no need to copy
      draw_block(seed_, name_, blocks_++, out.data());
      out = out.subspan(block_size);
    } else {
      if (used_ == block_size) refill();
      const std::size_t some = std::min(block_size - used_, out.size());
      std::copy_n(block_.begin() + static_cast<std::ptrdiff_t>(used_), some, out.begin());
      used_ += some;
      out = out.subspan(some);
    }
  }
}

void ExponentialStream::refill() {
  draws[static_cast<std::size_t>(path_)](seed_, name_, blocks_++, block_.data());
  used_ = 0;
}

}  // namespace cadis
