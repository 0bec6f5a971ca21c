#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "engine/hand_built.hpp"
#include "engine/same_outputs.hpp"
#include "model/records.hpp"
#include "policies/registry.hpp"
#include "study/isolated.hpp"

namespace cadis::test {

struct Totals {
  double arrivals = 0, served = 0, dropped = 0, queued = 0, energy_j = 0, by_kind_j = 0,
         carbon_g = 0, latency_s = 0, switches = 0, slo_violations = 0;
};

inline Totals totals(const std::vector<EpochRecord>& epochs) {
  Totals sum;
  for (const auto& e : epochs) {
    sum.arrivals += e.arrivals;
    sum.served += e.served;
    sum.dropped += e.dropped;
    sum.energy_j += e.energy.value();
    sum.by_kind_j += e.idle_energy.value() + e.switch_energy.value() + e.service_energy.value();
    sum.carbon_g += e.carbon.value();
    sum.latency_s += e.latency_sum_s;
    sum.switches += e.switches;
    sum.slo_violations += e.slo_violations;
  }
  sum.queued = epochs.back().queued;
  return sum;
}

inline Totals totals(const RunResult& result) { return totals(result.epochs); }

inline void check_conservation(const std::vector<EpochRecord>& epochs) {
  const auto sum = totals(epochs);
  CHECK(sum.arrivals == doctest::Approx(sum.served + sum.dropped + sum.queued).epsilon(1e-12));
  // What draws nothing is metered as a hair (Fleet).
  CHECK(std::abs(sum.by_kind_j - sum.energy_j) <= 1e-9 * sum.energy_j + 1e-11);
}

/// In all, in each region, and that the regions are all.
inline void check_conservation(const RunResult& result) {
  check_conservation(result.epochs);
  if (result.regions.empty()) return;
  Totals sum;
  for (const auto& epochs : result.regions) {
    REQUIRE(epochs.size() == result.epochs.size());
    check_conservation(epochs);
    const Totals part = totals(epochs);
    sum.arrivals += part.arrivals;
    sum.served += part.served;
    sum.dropped += part.dropped;
    sum.queued += part.queued;
    sum.energy_j += part.energy_j;
    sum.by_kind_j += part.by_kind_j;
    sum.carbon_g += part.carbon_g;
    sum.latency_s += part.latency_s;
    sum.switches += part.switches;
    sum.slo_violations += part.slo_violations;
  }
  const Totals all = totals(result);
  const auto is_all = [](double parts, double whole) {
    CHECK(parts == doctest::Approx(whole).epsilon(1e-9));
  };
  is_all(sum.arrivals, all.arrivals);
  is_all(sum.served, all.served);
  is_all(sum.dropped, all.dropped);
  is_all(sum.queued, all.queued);
  is_all(sum.energy_j, all.energy_j);
  is_all(sum.by_kind_j, all.by_kind_j);
  is_all(sum.carbon_g, all.carbon_g);
  is_all(sum.latency_s, all.latency_s);
  is_all(sum.switches, all.switches);
  is_all(sum.slo_violations, all.slo_violations);
  for (std::size_t e = 0; e < result.epochs.size(); ++e) {
    for (Eigen::Index i = 0; i < result.epochs[e].counted_g.size(); ++i) {
      double regions_g = 0;
      for (const auto& epochs : result.regions) regions_g += epochs[e].counted_g[i];
      is_all(regions_g, result.epochs[e].counted_g[i]);
    }
  }
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
