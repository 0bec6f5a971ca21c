#pragma once

#include <span>
#include <string_view>

#include "report/interval.hpp"

namespace cadis::tests {

/// The 95 % interval of a mean by the bias-corrected and accelerated bootstrap (Efron, J. Am.
/// Statist. Assoc. 82, 1987), acceleration from the jackknife: what Student's t is measured
/// against. The resamples are those of the stream named by (1, name). At least two values that
/// differ.
Interval bca_interval(std::span<const double> values, std::size_t resamples, std::string_view name);

}  // namespace cadis::tests
