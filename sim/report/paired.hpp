#pragma once

#include <cstddef>
#include <span>

#include "report/interval.hpp"

namespace cadis {

/// Which way a figure is better: grams and latencies less, accuracy and CEE more.
enum class Goal { less, more };

/// Two policies, A and B, that met the same arrivals and the same grid: what is said of a - b.
struct PairedDifference {
  std::size_t pairs;
  Interval difference;        ///< mean of a - b and its 95 % interval, in the unit of the figure
  double p;                   ///< two-sided, that the mean difference is 0
  double probability_better;  ///< that A is better than B on a new seed, or on a new day
};

/// A against B over the same seeds, a[i] and b[i] of one seed. Differences below 1e-12 of the
/// figures are rounding and count as 0.
///
/// The interval and p are those of the paired t test, so they agree: p <= 0.05 where 0 is outside
/// the interval. (An exact sign-flip test cannot give p <= 0.05 below 6 seeds.) The probability is
/// the posterior predictive one under the same model and a flat prior,
/// T_{m-1}(mean / (s sqrt(1 + 1/m))) for `more`: it knows how large the differences are, so it is a
/// better forecast than the share of seeds won, which says 0 or 1 at three seeds too readily
/// (docs/validation.md). Where all differences are equal, p is 0 and the probability 0 or 1, and
/// where all are 0, they are 1 and 1/2. One pair: only the mean difference is defined; one
/// undefined value or no pair: nothing is.
///
/// Throws std::invalid_argument where a and b differ in length.
PairedDifference compare_seeds(std::span<const double> a, std::span<const double> b, Goal goal);

/// The same over the UTC days of one long run of each, oldest first, by over_days(); only the mean
/// difference is defined below 14 days.
PairedDifference compare_days(std::span<const double> a, std::span<const double> b, Goal goal);

}  // namespace cadis
