#pragma once

#include <cstddef>
#include <vector>

#include "base/units.hpp"

namespace cadis {

/// Log-linear histogram of latencies: every power of two is cut into 128 equal buckets, so a
/// quantile read from it (a bucket's middle) is within 0.4 % of the exact order statistic, from 1
/// ns to 10^9 s, in fixed memory.
class LatencyHistogram {
 public:
  void add(Seconds latency);

  [[nodiscard]] double count() const { return static_cast<double>(count_); }
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
  std::vector<std::size_t> counts;  ///< by bucket, as long as the largest latency needs
  std::size_t count_ = 0;
  double sum_s = 0;
  double max_s = 0;
};

}  // namespace cadis
