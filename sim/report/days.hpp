#pragma once

#include <span>
#include <vector>

#include "base/time.hpp"

namespace cadis {

/// The sums of an epoch column over the whole UTC days of a run, oldest first; days that the run
/// begins or ends within are left out. An epoch counts on the day in which it begins. `values` are
/// in the order of the epochs, which follow each other from `start` on, the last one cut to end
/// with the run. A ratio such as accuracy is the quotient of two such sums, day by day.
///
/// Throws std::invalid_argument where an epoch is longer than a day, or the epochs do not fill the
/// run.
std::vector<double> day_sums(UtcTime start, Seconds duration, Seconds epoch,
                             std::span<const double> values);

}  // namespace cadis
