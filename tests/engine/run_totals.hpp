#pragma once

#include <doctest/doctest.h>

#include "engine/hand_built.hpp"
#include "engine/same_outputs.hpp"
#include "model/records.hpp"
#include "policies/registry.hpp"
#include "study/isolated.hpp"

namespace cadis::test {

struct Totals {
  double arrivals = 0, served = 0, dropped = 0, queued = 0, energy_j = 0, by_kind_j = 0,
         carbon_g = 0, latency_s = 0, switches = 0;
};

inline Totals totals(const RunResult& result) {
  Totals sum;
  for (const auto& e : result.epochs) {
    sum.arrivals += e.arrivals;
    sum.served += e.served;
    sum.dropped += e.dropped;
    sum.energy_j += e.energy.value();
    sum.by_kind_j += e.idle_energy.value() + e.switch_energy.value() + e.service_energy.value();
    sum.carbon_g += e.carbon.value();
    sum.latency_s += e.latency_sum_s;
    sum.switches += e.switches;
  }
  sum.queued = result.epochs.back().queued;
  return sum;
}

inline void check_conservation(const RunResult& result) {
  const auto sum = totals(result);
  CHECK(sum.arrivals == doctest::Approx(sum.served + sum.dropped + sum.queued).epsilon(1e-12));
  CHECK(sum.by_kind_j == doctest::Approx(sum.energy_j).epsilon(1e-9));
}

/// A run in a process of its own; what the design conserves is checked in every one, and a run in
/// `event` is done again in `queue` and compared.
inline RunResult run(const Scenario& scenario,
                     std::span<const PolicyInfo> policies = policies::registry()) {
  RunResult result = run_isolated(scenario, policies);
  check_conservation(result);
  if (scenario.fidelity == Fidelity::event) {
    Scenario again = scenario;
    again.fidelity = Fidelity::queue;
    const RunResult queue = run_isolated(again, policies);
    check_conservation(queue);
    check_same(result, queue);
  }
  return result;
}

inline RunResult run(const HandBuilt& built) { return run(built.build()); }

}  // namespace cadis::test
