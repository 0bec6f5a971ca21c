#pragma once

#include <span>
#include <vector>

#include "model/carbon_signal.hpp"

namespace cadis {

/// The steps of a grid that have begun, oldest first, in copies: a policy that is shown them has no
/// future behind them.
class SeenSteps {
 public:
  /// Takes over what is new up to and with a step.
  void see(const CarbonSignal& carbon, std::size_t step) {
    for (std::size_t next = begin_s_.size(); next <= step; ++next) {
      begin_s_.push_back(carbon.begin(next).value());
      g_per_kwh_.push_back(carbon.intensity(next).value());
    }
  }
  [[nodiscard]] std::span<const double> begin_s() const { return begin_s_; }
  [[nodiscard]] std::span<const double> g_per_kwh() const { return g_per_kwh_; }

 private:
  std::vector<double> begin_s_, g_per_kwh_;
};

}  // namespace cadis
