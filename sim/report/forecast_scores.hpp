#pragma once

#include <vector>

#include "model/forecast.hpp"

namespace cadis {

/// How far forecasts of one distance were off: over all instants of issue, forecast minus truth.
struct ForecastScore {
  Seconds horizon{0};         ///< from the step that held at issue to the step forecast
  std::size_t forecasts = 0;  ///< how many there were; where none, every figure is nan
  GramsPerKwh bias, mae, rmse;
  double mape_pct = 0;         ///< over the steps whose truth is above 0; nan where none is
  std::size_t zero_steps = 0;  ///< left out of it: a truth of 0 has no percentage
};

/// Lets a forecaster issue at the beginning of every step of a grid's series and scores what it
/// said: one score for each whole number of steps ahead within the horizon, the nearest first. A
/// forecast of a step behind the series is not scored.
std::vector<ForecastScore> score_forecasts(std::unique_ptr<Forecaster> forecaster,
                                           const CarbonSignal& truth, Seconds horizon);

}  // namespace cadis
