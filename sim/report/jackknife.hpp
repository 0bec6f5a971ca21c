#pragma once

#include <span>
#include <vector>

#include "report/figure.hpp"

namespace cadis {

/// What each of n parts says of a figure, a ratio of sums as well as a sum: n whole - (n - 1)
/// without[i], the pseudo-values of the jackknife (Quenouille, Biometrika 43, 1956; Tukey, Annals
/// of Mathematical Statistics 29, 1958), where without[i] is the figure with part i left out. They
/// scatter about the figure as if it were a mean of them; a shift takes off the jackknife's own
/// estimate of bias, so that their mean is `whole`, which the tables quote. Where only rounding
/// sets the days apart they are all `whole`. All nan where one of them is undefined.
std::vector<double> pseudo_values(const Figure& whole, std::span<const Figure> without);

}  // namespace cadis
