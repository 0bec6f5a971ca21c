#pragma once

#include <span>

#include "model/policy.hpp"
#include "model/scenario_reader.hpp"
#include "report/assessment.hpp"

namespace cadis {

/// The headroom of a scenario at an accuracy, of whatever fidelity: both its schedules in `fluid`.
/// `accuracy_pct`: mean over the served requests. Takes two short runs, each in a process of its
/// own.
Headroom find_headroom(const ScenarioDocument& document, std::span<const PolicyInfo> known,
                       double accuracy_pct);

}  // namespace cadis
