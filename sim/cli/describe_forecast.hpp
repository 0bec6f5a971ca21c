#pragma once

#include <string>

#include "base/step_series.hpp"
#include "cli/arguments.hpp"

namespace cadis {

/// `--forecast METHOD` and what its methods take.
boost::program_options::options_description forecast_options();

/// The scores of the forecast that the options name, on a trace in g/kWh called `name`: CSV with
/// `--csv`, else a table. UsageError for wrong options.
std::string describe_forecast(const StepSeries& g_per_kwh, const std::string& name,
                              const Arguments& arguments);

}  // namespace cadis
