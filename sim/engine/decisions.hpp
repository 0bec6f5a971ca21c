#pragma once

#include <cstddef>

#include "model/policy.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// PolicyError where a policy may not decide this, naming the policy and the epoch.
void check_decision(const Scenario& scenario, const Decision& decision, std::size_t epoch);

/// The load that a decision comes to: its own, or else the scenario's routing. Regions.
Eigen::ArrayXd load_of(const Scenario& scenario, const Decision& decision);

/// What of a decision is one region's: its row or its hosts' rows, and its share of the arrivals.
Decision decision_of(const Scenario& scenario, const Decision& decision, std::size_t region);

}  // namespace cadis
