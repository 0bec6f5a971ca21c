#pragma once

#include <string>

#include "model/climatology.hpp"

namespace cadis {

/// Of the hourly series that a climatology was derived from.
struct SeriesStatistics {
  double std_g_per_kwh = 0;
  double acf_lag1h = 0, acf_lag24h = 0;
};

/// Fills `location`, `deviation` and `noise` from the tables, such that a generated series has the
/// tables' means and deviations and the autocorrelations of `whole`: what the months and hours do
/// not explain of its autocovariance is the noise's. `place` names the index's row in ConfigError,
/// thrown where no noise does that.
void fit(Climatology& climatology, const SeriesStatistics& whole, const std::string& place);

}  // namespace cadis
