#include "engine/energy_meter.hpp"

namespace cadis {

EnergyMeter::Reading EnergyMeter::read(GramsPerKwh intensity) {
  Joules drawn;
  for (std::size_t host = 0; host < last_.size(); ++host) {
    const Joules total = hosts_.consumed(host);
    drawn += total - last_[host];
    last_[host] = total;
  }
  return {drawn, drawn * intensity * pue_};
}

}  // namespace cadis
