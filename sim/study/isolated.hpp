#pragma once

#include <span>

#include "model/policy.hpp"
#include "model/records.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// Builds the scenario's policy and simulates in a forked child, since SimGrid allows one engine
/// per process. What the child throws is thrown here with its kind (ConfigError, PolicyError, else
/// std::runtime_error); a child that dies otherwise is a std::runtime_error naming its signal or
/// exit code.
RunResult run_isolated(const Scenario& scenario, std::span<const PolicyInfo> policies);

}  // namespace cadis
