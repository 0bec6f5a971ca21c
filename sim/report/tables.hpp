#pragma once

#include <string>

#include "model/records.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// epochs.csv: one row per epoch. `variant` is a name, or `a:0.4|b:0.6` where the requests are
/// split.
std::string format_epochs(const Scenario& scenario, const RunResult& result);

/// regions.csv: one row per epoch and region, in the order of the scenario.
std::string format_regions(const Scenario& scenario, const RunResult& result);

/// latency.csv: the filled buckets of the latency histogram (`lower_ms,upper_ms,count`).
std::string format_latency(const LatencyHistogram& latency);

}  // namespace cadis
