#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cadis {

/// Which instructions transform random numbers. All give the same bytes: the same operations of
/// IEEE 754 on every number, in the same order, never fused.
enum class VectorPath { plain, avx2, avx512 };
std::string to_string(VectorPath path);
bool is_supported(VectorPath path);  ///< by this machine

/// The widest that this machine supports, or what the environment variable CADIS_VECTOR names
/// (`plain`, `avx2`, `avx512`). ConfigError where that is no such name or not supported.
VectorPath vector_path();

/// out[i] = -ln(u_i), mean 1, where u_i in (0, 1) has the upper 52 bits of bits[i]; as many as
/// `bits`. Within 2 ulp of the exact logarithm, and without the C library's, whose last bit
/// differs between machines.
void exponentials_of(std::span<const std::uint64_t> bits, std::span<double> out, VectorPath path);

}  // namespace cadis
