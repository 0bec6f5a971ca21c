#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/units.hpp"

namespace cadis {

/// Log-linear histogram of latencies: every power of two is cut into 128 equal buckets, so a
/// quantile read from it (a bucket's middle) is within 0.4 % of the exact order statistic, from 1
/// ns to 2^32 s, in fixed memory.
///
/// A bucket is the upper bits of the double itself: 11 of exponent, 7 of mantissa. Bucket 0 holds
/// everything below 2^-30 s (0.93 ns), zero above all; the last ends at 2^32 s (136 years).
class LatencyHistogram {
 private:
  static constexpr int bits_per_octave = 7;
  static constexpr int first_exponent = -30;
  static constexpr int last_exponent = 32;
  static constexpr std::int64_t last_bucket = std::int64_t{last_exponent - first_exponent}
                                              << bits_per_octave;

 public:
  static constexpr double too_long_s = std::int64_t{1} << last_exponent;

  /// Makes room for the buckets: one that records nothing needs none.
  void open() { counts.resize(last_bucket + 1); }

  /// Finite and not negative.
  void add(Seconds latency) {
    assert(std::isfinite(latency.value()) && latency.value() >= 0);
    open();
    tally(std::min(latency.value(), too_long_s - 1));
    include(latency.value(), latency.value());
  }
  /// The two halves of add(), for a loop that keeps the sum and the maximum of many itself, after
  /// open(); the latency below too_long_s.
  void tally(double latency_s) {
    assert(!counts.empty() && latency_s >= 0 && latency_s < too_long_s);
    ++counts[bucket_of(latency_s)];
  }
  void include(double latency_sum_s, double latency_max_s) {
    sum_s += latency_sum_s;
    max_s = std::max(max_s, latency_max_s);
  }

  /// All of another.
  void add(const LatencyHistogram& other);

  [[nodiscard]] double count() const;
  [[nodiscard]] Seconds mean() const;  ///< exact; nan when empty
  [[nodiscard]] Seconds max() const;   ///< exact; nan when empty
  /// The smallest recorded latency that at least a share q of all do not exceed, 0 < q <= 1; nan
  /// when empty.
  [[nodiscard]] Seconds quantile(double q) const;

  struct Bucket {
    Seconds lower, upper;
    std::size_t count;
  };
  [[nodiscard]] std::vector<Bucket> filled() const;  ///< the buckets that hold anything, ascending

  // Plain state, for passing a result between processes.
  std::vector<std::size_t> counts;  ///< by bucket; none before open()
  double sum_s = 0;
  double max_s = 0;

 private:
  static std::size_t bucket_of(double latency_s) {
    constexpr std::int64_t below = (std::int64_t{1023 + first_exponent} << bits_per_octave) - 1;
    const auto upper = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(latency_s) >>
                                                 (52 - bits_per_octave));
    return static_cast<std::size_t>(std::max(upper - below, std::int64_t{0}));
  }
  static double lower_edge(std::size_t bucket);
};

}  // namespace cadis
