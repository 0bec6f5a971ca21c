#pragma once

#include <cstddef>

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

/// What so many differences, of the same seeds or of the same days, say by their estimate.
///
/// The interval and p are those of the paired t test, so they agree: p <= 0.05 where 0 is outside
/// the interval. (An exact sign-flip test cannot give p <= 0.05 below 6 seeds.) The probability is
/// the posterior predictive one under the same model and a flat prior,
/// T_{m-1}(mean / (s sqrt(1 + 1/m))) for `more`: it knows how large the differences are, so it is a
/// better forecast than the share of seeds won, which says 0 or 1 at three seeds too readily
/// (docs/validation.md). Where all differences are equal, p is 0 and the probability 0 or 1, and
/// where all are 0, they are 1 and 1/2. One pair, or days below 14: only the mean difference is
/// defined; one undefined value or no pair: nothing is.
PairedDifference paired_difference(std::size_t pairs, const MeanEstimate& estimate, Goal goal);

}  // namespace cadis
