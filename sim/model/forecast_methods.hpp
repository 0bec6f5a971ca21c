#pragma once

#include <memory>

#include "model/forecast.hpp"

namespace cadis {

/// One file each. Those that take no CarbonSignal cannot know more than what issue() tells them.

/// The truth: it peeks.
std::unique_ptr<Forecaster> perfect_forecaster(const CarbonSignal& truth);

/// The intensity of the step that holds now.
std::unique_ptr<Forecaster> persistence_forecaster();

/// The intensity that held a whole number of days before the step begins, the fewest that are not
/// after now; where the run is not that old, persistence.
std::unique_ptr<Forecaster> yesterday_forecaster();

/// The mean of the month and hour (UTC) in which the step begins, times `factor`.
std::unique_ptr<Forecaster> climatology_forecaster(const Climatology& climatology, UtcTime start,
                                                   double factor);

/// The truth times a lognormal error of mean 1, whose mean absolute size is that stated for a
/// step's distance (held up to the middle of day 1 and after that of the last day, linear between
/// the middles of two days), and which is an AR(1) process along the horizon. A new one at each
/// carbon step, from the stream (seed, forecast/noisy/STEP).
std::unique_ptr<Forecaster> noisy_forecaster(const NoisyForecast& spec, const CarbonSignal& truth);
/// The deviation s of the error's logarithm for a mean absolute error of `mape_pct`, above 0 and
/// below 200 %: that mean is 2 erf(s / sqrt(8)).
double log_deviation(double mape_pct);

/// The latest vintage issued at or before now, as far as it goes, times `factor`.
std::unique_ptr<Forecaster> vintage_forecaster(std::shared_ptr<const Vintages> vintages,
                                               UtcTime start, double factor);

}  // namespace cadis
