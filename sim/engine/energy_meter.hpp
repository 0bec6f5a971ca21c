#pragma once

#include <vector>

#include "base/units.hpp"
#include "engine/fleet_slice.hpp"

namespace cadis {

/// Reads SimGrid's joules and turns them into grams. Read at every step of the carbon intensity and
/// every epoch, it is exact: within one reading the intensity is constant, whatever the hosts'
/// states did.
class EnergyMeter {
 public:
  EnergyMeter(const FleetSlice& hosts, double pue)
      : hosts_(hosts), pue_(pue), last_(hosts.size()) {}

  struct Reading {
    Joules energy;
    Grams carbon;
  };
  /// What all hosts drew since the last reading, at the intensity that held all that time.
  Reading read(GramsPerKwh intensity);

 private:
  FleetSlice hosts_;
  double pue_;
  std::vector<Joules> last_;
};

}  // namespace cadis
