#include "base/histogram.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace cadis {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

/// Where a bucket begins; bucket b ends where b + 1 begins.
double LatencyHistogram::lower_edge(std::size_t bucket) {
  if (bucket == 0) return 0;
  constexpr std::size_t per_octave = std::size_t{1} << bits_per_octave;
  const auto octave = static_cast<int>((bucket - 1) / per_octave);
  const double part = static_cast<double>((bucket - 1) % per_octave) / per_octave;
  return std::ldexp(1 + part, first_exponent + octave);
}

void LatencyHistogram::add(const LatencyHistogram& other) {
  counts.resize(std::max(counts.size(), other.counts.size()));
  std::transform(other.counts.begin(), other.counts.end(), counts.begin(), counts.begin(),
                 std::plus<>());
  include(other.sum_s, other.max_s);
}

double LatencyHistogram::count() const {
  return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::size_t{0}));
}

Seconds LatencyHistogram::mean() const { return Seconds{count() == 0 ? nan : sum_s / count()}; }

Seconds LatencyHistogram::max() const { return Seconds{count() == 0 ? nan : max_s}; }

Seconds LatencyHistogram::quantile(double q) const {
  assert(q > 0 && q <= 1);
  if (count() == 0) return Seconds{nan};
  // 0.07 * 100 is a hair above 7 in doubles; without the factor it would ask for the eighth.
  const double rank = std::ceil(q * count() * (1 - 4 * std::numeric_limits<double>::epsilon()));
  std::size_t seen = 0;
  for (std::size_t bucket = 0; bucket < counts.size(); ++bucket) {
    seen += counts[bucket];
    if (static_cast<double>(seen) < rank) continue;
    if (bucket == 0) return Seconds{0};
    return Seconds{std::min(max_s, (lower_edge(bucket) + lower_edge(bucket + 1)) / 2)};
  }
  return max();
}

std::vector<LatencyHistogram::Bucket> LatencyHistogram::filled() const {
  std::vector<Bucket> buckets;
  for (std::size_t bucket = 0; bucket < counts.size(); ++bucket) {
    if (counts[bucket] == 0) continue;
    buckets.push_back(
        {Seconds{lower_edge(bucket)}, Seconds{lower_edge(bucket + 1)}, counts[bucket]});
  }
  return buckets;
}

}  // namespace cadis
