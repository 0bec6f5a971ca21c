#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "model/scenario.hpp"

namespace cadis {

/// What a run's time grows with.
struct RunSize {
  double intervals;  ///< epochs and carbon steps
  double hosts;
  double requests;
  Fidelity fidelity;
};
RunSize size_of(const Scenario& scenario);
/// The top-level keys that each of these follows from, in this order.
const std::array<std::vector<std::string_view>, 4>& size_keys();

/// Roughly how long a run takes: tells long runs from short ones before any has run. The constants
/// are docs/performance.md's, rounded up; another machine's differ by some factor.
Seconds expected_run_time(const RunSize& size);

}  // namespace cadis
