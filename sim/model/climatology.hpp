#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>

#include "model/trace_provenance.hpp"
#include "model/two_speed_noise.hpp"

namespace cadis {

/// Month x hour figures of one region and year (g CO2e per kWh, hours in UTC), and what fits them.
struct Climatology {
  using Table = Eigen::Array<double, 12, 24>;  ///< rows are months, columns hours of the day (UTC)
  std::string name;
  Table mean, std, min, max;
  Table location, deviation;  ///< of the RectifiedNormal of a month and hour
  TwoSpeedNoise noise;        ///< of the distance from the location, in deviations
};

/// `folder/climatology/NAME.csv`.
std::filesystem::path climatology_file(const std::filesystem::path& folder,
                                       const std::string& name);

/// Reads `folder/climatology/NAME.csv` and NAME's row of `folder/climatologies.csv`, and fits them.
/// ConfigError where it is not there (with the nearest known name) or broken, or where no noise has
/// the autocorrelations of its row.
Climatology read_climatology(const std::filesystem::path& folder, const std::string& name);

/// What its figures count: its name says so, ZONE-YEAR is life-cycle, ZONE-YEAR-direct direct.
TraceProvenance provenance_of_climatology(const std::string& name);

}  // namespace cadis
