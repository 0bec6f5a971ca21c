#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cadis {

/// Which instructions draw random numbers. All give the same bytes: the same operations of IEEE 754
/// on every number, in the same order, never fused.
enum class VectorPath { plain, avx2, avx512 };
std::string to_string(VectorPath path);
bool is_supported(VectorPath path);  ///< by this machine

/// The widest that this machine supports, or what the environment variable CADIS_VECTOR names
/// (`plain`, `avx2`, `avx512`). ConfigError where that is no such name or not supported.
VectorPath vector_path();

/// Exponential random numbers of mean 1, a stream of its own for each (seed, name), many at a time:
/// Threefry4x64-20 (Salmon et al., SC'11), a counter-based generator as RandomStream's, but made of
/// additions, rotations and exclusive ors only, of which compilers make vectors.
///
/// Numbers come in blocks of 64, from 16 counters of four words each: first the first words of all,
/// then the second. A word w gives -ln(u), where u in (0, 1) has its upper 52 bits; within 3 ulp,
/// and without the C library's logarithm, whose last bit differs between machines.
class ExponentialStream {
 public:
  static constexpr std::size_t block_size = 64;
  using Block = std::array<double, block_size>;

  ExponentialStream(std::uint64_t seed, std::string_view name)
      : ExponentialStream(seed, name, vector_path()) {}
  ExponentialStream(std::uint64_t seed, std::string_view name, VectorPath path);

  double next() {
    if (used_ == block_size) refill();
    return block_[used_++];
  }
  /// The numbers that as many calls of next() would give.
  void fill(std::span<double> out);

 private:
  void refill();

  std::uint64_t seed_, name_;
  std::uint64_t blocks_ = 0;  ///< drawn so far
  VectorPath path_;
  Block block_{};
  std::size_t used_ = block_size;
};

}  // namespace cadis
