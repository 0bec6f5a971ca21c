#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>

#include "base/step_series.hpp"

namespace cadis {

/// Month x hour figures of one region and year (g CO2e per kWh, hours in UTC) and the AR(1)
/// coefficient of the hourly residual.
struct Climatology {
  using Table = Eigen::Array<double, 12, 24>;  ///< rows are months, columns hours of the day (UTC)
  std::string name;
  Table mean, std, min, max;
  double ar1_phi = 0;
};

/// Reads `folder/climatology/NAME.csv` and NAME's row of `folder/climatologies.csv`. ConfigError
/// where it is not there (with the nearest known name) or broken.
Climatology read_climatology(const std::filesystem::path& folder, const std::string& name);

/// A seeded series covering [start, start + duration) on whole steps (step must divide an hour):
/// the mean of the month and hour plus its deviation times a standard AR(1) process (coefficient
/// phi per hour, phi^(step/1 h) per step), kept inside the observed range of that month and hour.
/// Same (climatology, seed) and instant-of-start give the same series.
StepSeries generate(const Climatology& climatology, UtcTime start, Seconds duration, Seconds step,
                    std::uint64_t seed);

}  // namespace cadis
