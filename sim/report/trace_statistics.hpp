#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "base/step_series.hpp"
#include "base/time.hpp"

namespace cadis {

/// What a series of constant step looks like, in the unit of its values. nan where it is too short
/// or too flat to say.
struct TraceStatistics {
  UtcTime start, end;
  Seconds step;
  Eigen::Index steps;
  double mean, std;  ///< over n, of the steps as they are
  double min, p5, p25, p50, p75, p95,
      max;  ///< quantiles interpolated linearly between order statistics
  /// Over whole UTC days: mean of (max - min) / mean (days with a mean of 0 left out), and of
  /// max / min (days with a minimum of 0 left out).
  double daily_swing, daily_max_min_ratio;
  double acf_lag1h, acf_lag24h;  ///< autocorrelation; nan where the step does not divide the lag
  /// Mean by calendar month and hour of the day (UTC); nan where the series has none.
  Eigen::Array<double, 12, 24> month_hour_mean;
  std::vector<double> daily_means;  ///< of whole UTC days, oldest first
};
TraceStatistics describe(const StepSeries& series);

/// A figure with its name, as a table shows it: `mean_g_per_kwh`.
struct NamedFigure {
  std::string name;
  double value;
};
/// All single figures in a fixed order; `unit` ends the names of those that have the values' unit.
std::vector<NamedFigure> figures(const TraceStatistics& statistics, const std::string& unit);

}  // namespace cadis
