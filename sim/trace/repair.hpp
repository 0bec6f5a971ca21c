#pragma once

#include <string>
#include <vector>

#include "base/step_series.hpp"
#include "trace/format.hpp"

namespace cadis {

/// `fail`, `hold`, `linear`, `same-hour-yesterday`, in the order of the enumeration.
const std::vector<std::string>& repair_names();
std::string to_string(Repair repair);

/// Fills the steps that have no value (nan); returns how many. `hold` takes the value before;
/// `linear` goes in a straight line from the value before to the one behind; `same_hour_yesterday`
/// takes the value 24 h before, a repaired one too. ConfigError where a rule has nothing to go by
/// (a first step, a last one, a first day), and from `fail` where there is anything to repair.
std::size_t repair(StepSeries& series, Repair rule, const std::string& name);

}  // namespace cadis
