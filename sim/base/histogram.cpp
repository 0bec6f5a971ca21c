#include "base/histogram.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace cadis {
namespace {

constexpr std::size_t per_octave = 128;
constexpr int first_exponent = -30;  // 2^-30 s is 0.93 ns
constexpr int last_exponent = 30;    // 2^30 s is 1.07e9 s
constexpr std::size_t octaves = last_exponent - first_exponent;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Bucket 0 holds everything below 2^first_exponent, zero above all; the last bucket everything too
/// large.
std::size_t bucket_of(double latency_s) {
  int exponent = 0;
  const double mantissa =
      std::frexp(latency_s, &exponent);  // in [0.5, 1), so the octave begins at 2^(exponent-1)
  if (latency_s == 0 || exponent - 1 < first_exponent) return 0;
  if (exponent - 1 >= last_exponent) return octaves * per_octave;
  const auto octave = static_cast<std::size_t>(exponent - 1 - first_exponent);
  return 1 + octave * per_octave + static_cast<std::size_t>((2 * mantissa - 1) * per_octave);
}

/// Where a bucket begins; bucket b ends where b + 1 begins.
double lower_edge(std::size_t bucket) {
  if (bucket == 0) return 0;
  const auto octave = static_cast<int>((bucket - 1) / per_octave);
  const double part = static_cast<double>((bucket - 1) % per_octave) / per_octave;
  return std::ldexp(1 + part, first_exponent + octave);
}

}  // namespace

void LatencyHistogram::add(Seconds latency) {
  const double latency_s = latency.value();
  assert(std::isfinite(latency_s) && latency_s >= 0);
  const std::size_t bucket = bucket_of(latency_s);
  if (bucket >= counts.size()) counts.resize(bucket + 1);
  ++counts[bucket];
  ++count_;
  sum_s += latency_s;
  max_s = std::max(max_s, latency_s);
}

Seconds LatencyHistogram::mean() const { return Seconds{count_ == 0 ? nan : sum_s / count()}; }

Seconds LatencyHistogram::max() const { return Seconds{count_ == 0 ? nan : max_s}; }

Seconds LatencyHistogram::quantile(double q) const {
  assert(q > 0 && q <= 1);
  if (count_ == 0) return Seconds{nan};
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
