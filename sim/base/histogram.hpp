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

  /// Finite and not negative.
  void add(Seconds latency) {
    assert(std::isfinite(latency.value()) && latency.value() >= 0);
    counts.resize(last_bucket + 1);
    ++counts[bucket_of(std::min(latency.value(), too_long_s - 1))];
    include(latency.value(), latency.value());
  }
  /// Adds to the sum and the maximum alone: see LatencyRecorder.
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
  std::vector<std::size_t> counts;  ///< by bucket; none before the first latency
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

  friend class LatencyRecorder;
};

/// A histogram for a loop that keeps the sum and the maximum of many latencies itself. It has its
/// buckets from the start, whatever becomes of it, so that counting one asks nothing.
class LatencyRecorder {
 public:
  LatencyRecorder() { histogram_.counts.resize(LatencyHistogram::last_bucket + 1); }
  // Copied, never moved: what is moved from would have no buckets.
  LatencyRecorder(const LatencyRecorder&) = default;
  LatencyRecorder& operator=(const LatencyRecorder&) = default;
  ~LatencyRecorder() = default;

  /// At least 0 and below too_long_s; what it is belongs into include(), too.
  void tally(double latency_s) {
    assert(latency_s >= 0 && latency_s < LatencyHistogram::too_long_s);
    ++histogram_.counts[LatencyHistogram::bucket_of(latency_s)];
  }
  void include(double latency_sum_s, double latency_max_s) {
    histogram_.include(latency_sum_s, latency_max_s);
  }
  void add(Seconds latency) { histogram_.add(latency); }

  [[nodiscard]] const LatencyHistogram& histogram() const { return histogram_; }

 private:
  LatencyHistogram histogram_;
};

}  // namespace cadis
