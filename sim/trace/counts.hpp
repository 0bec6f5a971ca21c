#pragma once

#include <string>

#include "base/step_series.hpp"
#include "trace/format.hpp"

namespace cadis {

/// Whether this is a whole number of at least 0 that a double holds exactly (to 2^53).
bool is_request_count(double value);

/// Finds zeros that may mean "not counted": runs in a row in which the mean count of the file's
/// rows would have given 100 requests or more. They are noted, and with `are_missing` have no value
/// from then on.
void find_zero_runs(RawTrace& trace, bool are_missing);

/// Multiplies counts by a factor above 0. They stay whole, and every sum from the first step on is
/// the exact one rounded, so half a request off at most.
void scale_counts(StepSeries& requests, double factor);

/// ConfigError where there are more than 2^53 in all.
double total_requests(const StepSeries& requests, const std::string& name);

}  // namespace cadis
