#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "model/climatology.hpp"
#include "model/vintages.hpp"

namespace cadis {

/// The true future. A run whose policy asks for it peeks.
struct PerfectForecast {};
/// The intensity that holds now, throughout.
struct PersistenceForecast {};
/// What held a whole number of days before, the fewest that make it known.
struct YesterdayForecast {};
/// The mean of the month and hour.
struct ClimatologyForecast {
  Climatology climatology;
};
/// The truth times an unbiased error.
struct NoisyForecast {
  std::uint64_t seed = 1;
  std::vector<double> mape_pct;  ///< mean absolute percentage error of day 1, 2, ... ahead
  double correlation = 0;  ///< of the errors at two instants an hour apart; at least 0, below 1
};
/// What somebody issued.
struct VintageForecast {
  std::shared_ptr<const Vintages> vintages;
};

/// Where a run's forecasts come from, resolved: the scenario's section `forecast`.
struct ForecastSpec {
  std::variant<PerfectForecast, PersistenceForecast, YesterdayForecast, ClimatologyForecast,
               NoisyForecast, VintageForecast>
      method;
  /// Of figures that come from outside the run's own series: its calibration (`jitter`), so that
  /// forecast and series are of one world.
  double factor = 1;

  [[nodiscard]] bool peeks() const { return std::holds_alternative<PerfectForecast>(method); }
};

/// `perfect`, `persistence`, ...: the methods' names.
const std::vector<std::string>& forecast_methods();

}  // namespace cadis
