#pragma once

#include <cstdint>

#include "model/scenario.hpp"

namespace cadis {

/// How uncertain a scenario's figures are, each as a standard deviation, and the seed of one draw
/// of them. A draw is a world: whatever runs in it, policies and oracle too, knows it and no other.
struct Jitter {
  std::uint64_t seed = 0;   ///< 0: the figures as given
  double service_pct = 0;   ///< of service time; relative, 0 to 100
  double power_pct = 0;     ///< of what serving draws above idle; relative, 0 to 100
  double accuracy_pct = 0;  ///< of accuracy; percentage points, 0 to 100
  double carbon_pct = 0;    ///< of a grid's carbon intensities together; relative, 0 to 100
};

/// Replaces a resolved scenario's figures by those drawn, and says so in its `assumptions`:
///   time and power    one factor each per (variant, device), for every batch alike;
///   accuracy          one shift per variant, the sum kept in [0, 100];
///   carbon intensity  one factor for the run, or one for each region; of each signal of
///                     `count_by` one of its own.
/// Factors are lognormal with mean 1 and the deviation stated, shifts normal with mean 0. Power is
/// idle + factor x (power - idle), with the highest idle power in use on the device, so that work
/// never draws less than rest. Each draw has the stream (seed, its figure's name): none depends on
/// the pool, the fleet, the policy or another error. An error of 0, and seed 0, change nothing.
void apply_jitter(const Jitter& jitter, Scenario& scenario);

}  // namespace cadis
