#include "base/exponential.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdlib>

#include "base/errors.hpp"

namespace cadis {
namespace {

/// -ln(u) of one number. u = 2^e * m with m in [sqrt(1/2), sqrt(2)) and f = m - 1; then
/// ln(m) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f / (2 + f), with the minimax polynomial R of
/// fdlibm's e_log.c (Sun Microsystems 1993; its error is below 2^-58).
[[gnu::always_inline]] inline double minus_log(std::uint64_t bits) {
  constexpr std::uint64_t one = 0x3ff0000000000000;        // 1.0
  constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcd;  // sqrt(1/2)
  constexpr std::uint64_t mantissa = 0x000fffffffffffff;
  // 52 bits as a number in [1, 2), less 1 - 2^-53: half a step away from 0 and from 1.
  const double u = std::bit_cast<double>((bits >> 12) | one) - (1 - 0x1p-53);
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
  const double half_square = 0.5 * f * f;
  constexpr double ln2_high = 6.93147180369123816490e-01;
  constexpr double ln2_low = 1.90821492927058770002e-10;
  return -(e * ln2_high - ((half_square - (s * (half_square + (even + odd)) + e * ln2_low)) - f));
}

/// One source, compiled for each path: loops of plain arithmetic that the compiler makes vectors
/// of.
[[gnu::always_inline]] inline void transform(const std::uint64_t* __restrict bits,
                                             double* __restrict out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = minus_log(bits[i]);
}

using Transform = void (*)(const std::uint64_t*, double*, std::size_t);

void plain(const std::uint64_t* bits, double* out, std::size_t count) {
  transform(bits, out, count);
}

#ifdef __x86_64__
[[gnu::target("avx2")]] void avx2(const std::uint64_t* bits, double* out, std::size_t count) {
  transform(bits, out, count);
}
[[gnu::target("avx512f,avx512dq,prefer-vector-width=512")]] void avx512(const std::uint64_t* bits,
                                                                        double* out,
                                                                        std::size_t count) {
  transform(bits, out, count);
}
constexpr std::array<Transform, 3> transforms{plain, avx2, avx512};
#else
constexpr std::array<Transform, 3> transforms{plain, plain, plain};
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

void exponentials_of(std::span<const std::uint64_t> bits, std::span<double> out, VectorPath path) {
  assert(out.size() >= bits.size());
  transforms[static_cast<std::size_t>(path)](bits.data(), out.data(), bits.size());
}

}  // namespace cadis
