#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "base/histogram.hpp"
#include "base/units.hpp"

namespace cadis {

/// What happened in one epoch. Joules are SimGrid's meter; idle and switch joules the kernel's own
/// account.
struct EpochRecord {
  Seconds begin, length;
  GramsPerKwh intensity;  ///< of the step that holds at the epoch's start
  Eigen::ArrayXd shares;  ///< variants; the decision, averaged over hosts
  double arrivals = 0, served = 0, dropped = 0;
  double queued = 0;  ///< in the system at the epoch's end, waiting or in service
  Joules energy, idle_energy, switch_energy, service_energy;
  Grams carbon;
  double switches = 0, slo_violations = 0;
  double latency_sum_s = 0;          ///< over the served
  Eigen::ArrayXd served_by_variant;  ///< variants
};

/// One run's outcome.
struct RunResult {
  std::vector<EpochRecord> epochs;
  LatencyHistogram latency;  ///< empty in `fluid`
  bool peeks = false;
  Grams optimality_gap{0};  ///< nan where the policy states none
};

}  // namespace cadis
