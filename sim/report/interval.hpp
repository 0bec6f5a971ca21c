#pragma once

#include <cstddef>
#include <span>

namespace cadis {

/// Below so many days the scatter of a long run is taken as unknown (over_days()).
inline constexpr std::size_t fewest_days = 14;

/// A mean and the ends of its 95 % interval, in the unit of the values.
struct Interval {
  double mean, low, high;
};

/// What an interval of a mean rests on. All nan where there is no value or one of them is
/// undefined; only the mean is defined where the values do not tell how far they scatter.
struct MeanEstimate {
  double mean;
  double variance;         ///< of a single value, unbiased
  double effective_count;  ///< as many independent values would tell as much about the mean
};

/// Of independent values, one a seed: the effective count is the count, the variance the sum of
/// squares over n - 1. The scatter is unknown for a single value.
MeanEstimate over_seeds(std::span<const double> values);

/// Of successive UTC days of one long run, oldest first, taken as a stationary series whose lag-1
/// autocorrelation r says how the days depend on each other (AR(1)): phi = r + (1 + 4 r) / n, which
/// takes off the bias of r (Marriott and Pope, Biometrika 41, 1954), but no less than 0 and no more
/// than 0.99; effective count m = n (1 - phi) / (1 + phi), no less than 2; variance the sum of
/// squares over n - n / m. The scatter is unknown below `fewest_days`, where the interval was found
/// to hold the mean too seldom (docs/validation.md). A trend or a season within the run is scatter
/// to it, and a season longer than the run is not in it.
MeanEstimate over_days(std::span<const double> values);

/// mean +- t_{0.975, m - 1} sqrt(variance / m), Student's t, m the effective count. The rule for
/// every mean here, of ratios such as CEE gains too: the BCa bootstrap was measured beside it and
/// holds the mean less often at 3, 5 and 10 seeds of all distributions tried (docs/validation.md).
Interval t_interval(const MeanEstimate& estimate);

/// t_interval(over_seeds(values)).
Interval mean_interval(std::span<const double> values);

}  // namespace cadis
