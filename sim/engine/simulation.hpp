#pragma once

#include "model/policy.hpp"
#include "model/records.hpp"
#include "model/request_record.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// Runs one scenario with its policy on SimGrid and returns its epochs. SimGrid allows one engine
/// per process: a second call in a process throws std::logic_error, so studies and tests fork.
/// PolicyError where a decision is not allowed. `sink`: who gets every request with its joules and
/// grams (not in `fluid`); or nothing.
RunResult simulate(const Scenario& scenario, const BuiltPolicy& built, RequestSink* sink = nullptr);

std::string simgrid_version();

}  // namespace cadis
