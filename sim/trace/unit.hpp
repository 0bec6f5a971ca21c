#pragma once

#include <string>

namespace cadis {

/// How a unit of carbon intensity becomes g/kWh.
struct UnitConversion {
  std::string unit;                        ///< as it was written
  double g_per_kwh = 1;                    ///< of one such unit
  [[nodiscard]] std::string text() const;  ///< "times 0.45359237"; "none" where it is g/kWh
};

/// Reads `g/kWh`, `kg/MWh`, `kg/kWh`, `t/MWh`, `lb/MWh`, `lb/kWh`, `g/MJ`, with or without CO2,
/// CO2e or CO2eq behind the mass, in any case, `per` or `_per_` for the stroke. ConfigError naming
/// those known where it is another. A pound is 453.59237 g.
UnitConversion read_unit(const std::string& text);

}  // namespace cadis
