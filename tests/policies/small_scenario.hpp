#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "model/policy.hpp"
#include "model/scenario.hpp"
#include "policies/registry.hpp"

namespace cadis::tests {

/// One host, no idle power, one carbon step an epoch: energy per request and requests per epoch are
/// what is given.
struct Small {
  std::vector<double> accuracy_pct, energy_j;  ///< variants
  std::vector<double> g_per_kwh, requests;     ///< epochs
  std::vector<double> service_s = {};  ///< variants; empty: 1 ms each, so that capacity never binds
  double epoch_s = 3600;
  double idle_w = 0;
  Fidelity fidelity = Fidelity::fluid;
  PolicySpec policy = {};
};

inline Eigen::ArrayXd array(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

inline Scenario small_scenario(const Small& small) {
  const auto start = parse_utc("2023-06-01T00:00:00Z").value();
  const Seconds epoch{small.epoch_s};
  Device device;
  device.name = "small";
  device.idle = Watts{small.idle_w};
  device.busy = Watts{1e6};
  device.pstates = {{1, device.idle, device.busy}};
  Scenario scenario;
  scenario.name = "small.yaml";
  scenario.start = start;
  scenario.duration = epoch * static_cast<double>(small.g_per_kwh.size());
  scenario.epoch = epoch;
  scenario.fidelity = small.fidelity;
  scenario.carbon = CarbonSignal::from_series({start, epoch, array(small.g_per_kwh)}, start,
                                              scenario.duration, "small");
  scenario.arrivals = CountArrivals{{start, epoch, array(small.requests)}};
  scenario.hosts = {{"small-0", 0, 0, device.idle, std::vector<bool>(small.energy_j.size())}};
  scenario.devices = {device};
  for (std::size_t v = 0; v < small.energy_j.size(); ++v) {
    const double time_s = small.service_s.empty() ? 1e-3 : small.service_s[v];
    scenario.variants.push_back(
        {std::string(1, static_cast<char>('a' + v)), small.accuracy_pct[v], {}, "test"});
    scenario.services.push_back({Seconds{time_s}, Watts{small.energy_j[v] / time_s}});
    scenario.loads.emplace_back();
  }
  scenario.policy = small.policy;
  if (scenario.policy.label.empty()) scenario.policy.label = scenario.policy.name;
  return scenario;
}

/// What a policy does to a small scenario where all requests are served in their epoch.
struct Outcome {
  Eigen::ArrayXXd shares;  ///< epochs x variants
  double accuracy_pct = 0;
  double grams = 0;  ///< above idle
  double gap_g = 0;
  bool peeks = false;
};

inline Outcome play(const Scenario& scenario) {
  auto built = build_policy(scenario, policies::registry());
  const Pool pool = make_pool(scenario);
  const auto variants = static_cast<Eigen::Index>(pool.size());
  const auto& steps = scenario.carbon;
  Outcome outcome;
  const EpochGrid epochs = scenario.epochs();
  outcome.shares.resize(static_cast<Eigen::Index>(epochs.size()), variants);
  Eigen::ArrayXd served = Eigen::ArrayXd::Zero(variants);
  for (std::size_t e = 0; e < epochs.size(); ++e) {
    const Seconds begin = epochs.begin(e), end = epochs.end(e);
    const std::size_t step = steps.step_at(begin);
    Observation now;
    now.epoch = e;
    now.now = begin;
    now.length = end - begin;
    now.intensity = steps.intensity(step);
    now.seen_begin_s = {steps.begin_s().data(), step + 1};
    now.seen_g_per_kwh = {steps.g_per_kwh().data(), step + 1};
    if (built.forecasts)
      now.forecast = built.forecasts->at(begin, {now.seen_begin_s, now.seen_g_per_kwh});
    now.served_by_variant = served;
    const Eigen::ArrayXd shares = built.policy->decide(now).shares.row(0).transpose();
    const double requests = expected_arrivals(scenario.arrivals, scenario.start, begin, end);
    outcome.shares.row(static_cast<Eigen::Index>(e)) = shares.transpose();
    served += shares * requests;
    const Joules energy{(shares * pool.marginal_energy_j).sum() * requests};
    outcome.grams += (energy * steps.mean(begin, end) * scenario.pue).value();
  }
  outcome.accuracy_pct = (served * pool.accuracy_pct).sum() / served.sum();
  outcome.gap_g = built.policy->optimality_gap().value();
  outcome.peeks = built.peeks;
  return outcome;
}

/// The variant that a decision without a split names; variants where it is split.
inline std::size_t variant_of(const Decision& decision) {
  Eigen::Index variant = 0;
  const double share = decision.shares.row(0).maxCoeff(&variant);
  return static_cast<std::size_t>(share == 1 ? variant : decision.shares.cols());
}

/// 1 to 6 epochs, 1 to 4 variants, dearer mostly better, some epochs without requests or without
/// carbon.
inline Small random_small(RandomStream& random) {
  const auto whole = [&random](int from, int to) {
    return from + static_cast<int>(random.uniform() * (to - from + 1));
  };
  Small small;
  const int variants = whole(1, 4), epochs = whole(1, 6);
  for (int v = 0; v < variants; ++v) {
    small.energy_j.push_back(1 + 9 * random.uniform());
    small.accuracy_pct.push_back(60 + small.energy_j.back() + 5 * random.uniform());
  }
  for (int e = 0; e < epochs; ++e) {
    small.g_per_kwh.push_back(random.uniform() < 0.1 ? 0 : 10 + 500 * random.uniform());
    small.requests.push_back(random.uniform() < 0.1 ? 0 : whole(1, 1000));
  }
  small.requests[0] = whole(1, 1000);  // never a run without any
  return small;
}

}  // namespace cadis::tests
