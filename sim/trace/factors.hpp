#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cadis {

/// Grams of CO2e per kWh generated, by fuel.
struct FactorTable {
  std::string name;
  std::string emissions;                    ///< `direct` or `lifecycle`
  std::map<std::string, double> g_per_kwh;  ///< by fuel; `storage` is never in it
};

/// Reads a shipped table (traces/factors/NAME.csv) or, where the name ends in .csv, a file of the
/// user's: `fuel,g_per_kwh,emissions,source`, one row a fuel, every row with its source.
/// ConfigError with file and line where it is broken or the emissions differ from row to row.
FactorTable read_factors(const std::string& name);

std::vector<std::string> shipped_factor_tables();

}  // namespace cadis
