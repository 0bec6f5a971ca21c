#pragma once

#include "model/scenario.hpp"

namespace cadis {

/// Roughly how long a run takes: tells long runs from short ones before any has run. The constants
/// are docs/performance.md's, rounded up; another machine's differ by some factor.
Seconds expected_run_time(const Scenario& scenario);

}  // namespace cadis
