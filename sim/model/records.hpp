#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "base/histogram.hpp"
#include "base/units.hpp"

namespace cadis {

/// What happened in one epoch, in all or in one region. Joules are SimGrid's meter; idle and switch
/// joules the kernel's own account.
struct EpochRecord {
  Seconds begin, length;
  GramsPerKwh intensity;  ///< of the step that holds at the epoch's start; of all the mean
  double load = 1;        ///< decided share of the arrivals
  Eigen::ArrayXd shares;  ///< variants; the decision, averaged over hosts
  double arrivals = 0, served = 0, dropped = 0;
  double queued = 0;  ///< in the system at the epoch's end, waiting or in service
  Joules energy, idle_energy, switch_energy, service_energy;
  Seconds idle_time{0};  ///< of all hosts together: neither serving nor loading
  Grams carbon;
  Eigen::ArrayXd counted_g;  ///< counted_names(); the same joules by other signals
  double switches = 0, slo_violations = 0;
  double latency_sum_s = 0;          ///< over the served
  Eigen::ArrayXd served_by_variant;  ///< variants
};

/// One run's outcome.
struct RunResult {
  std::vector<EpochRecord> epochs;
  std::vector<std::vector<EpochRecord>> regions;  ///< by region, its epochs
  LatencyHistogram latency;                       ///< empty in `fluid`
  bool peeks = false;
  Grams optimality_gap{0};  ///< nan where the policy states none
};

}  // namespace cadis
