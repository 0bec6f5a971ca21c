#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "report/paired.hpp"

namespace cadis {

/// Holm's step-down correction (Scand. J. Statist. 6, 1979): p values that may be held against one
/// level together, so that one or more false findings among them are no likelier than that level,
/// however they depend on each other. The k-th smallest of m becomes the largest of
/// (m - j + 1) p_j over j <= k, at most 1. In the order given. nan stays nan and is not in the
/// family: it does not count in m.
std::vector<double> holm(std::span<const double> p_values);

/// `better` or `worse` (A than B, by the sign of the mean of a - b) where the corrected p value is
/// at most 0.05, `no difference shown` where it is above, empty where it is undefined. The interval
/// beside it is of one comparison alone and may leave out 0 where no difference is shown.
std::string_view verdict(double mean_difference, double corrected_p, Goal goal);

}  // namespace cadis
