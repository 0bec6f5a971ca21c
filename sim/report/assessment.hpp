#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/records.hpp"
#include "model/scenario.hpp"
#include "report/summary.hpp"

namespace cadis {

/// What timing could still save at a run's accuracy: grams of the least possible schedule, which
/// knows the future, below those of the cheapest fixed mix of two variants, in % of the latter.
struct Headroom {
  std::optional<double> pct;  ///< nothing where it could not be computed
  std::string reason;         ///< why not
};

/// What a reader of a run must know and its totals do not say.
struct Assessment {
  Headroom headroom;
  std::vector<std::string> warnings;  ///< each with its number and a way out
};

/// Warns of overload, of a service-level objective that many miss, of joules that are mostly idle
/// and of a headroom that is not worth a policy.
Assessment assess(const Scenario& scenario, const RunResult& result, const Summary& summary,
                  Headroom headroom);

/// Most requests in the system at an epoch's end.
double largest_queue(const RunResult& result);

}  // namespace cadis
