#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "base/random.hpp"
#include "engine/hand_built.hpp"

namespace cadis::test {

inline int whole(RandomStream& random, int from, int to) {
  return from + static_cast<int>(random.uniform() * (to - from + 1));
}

/// Durations as they are measured, or as people write them: then requests, ends, full waits and
/// boundaries fall on one instant, or a rounding apart.
struct Durations {
  bool are_round = false;

  [[nodiscard]] double operator()(double s) const {
    return are_round ? std::max(1.0, std::round(s / grain_s)) * grain_s : s;
  }
  [[nodiscard]] double rate(double rps) const { return are_round ? 1 / (*this)(1 / rps) : rps; }

  static constexpr double grain_s = 5e-3;
};

inline ArrivalSpec random_arrivals(RandomStream& random, const Durations& length, double rate_rps,
                                   double duration_s) {
  switch (whole(random, 0, 6)) {
    case 5: {
      TimestampArrivals recorded;  // in bursts of equal instants
      for (double at_s = 0; at_s < duration_s; at_s += length(5 * random.uniform() / rate_rps)) {
        recorded.at_s.insert(recorded.at_s.end(), static_cast<std::size_t>(whole(random, 1, 4)),
                             at_s);
      }
      return recorded;
    }
    case 6: {
      DiurnalArrivals daily{rate_rps, Eigen::ArrayXd::Ones(24), Seconds{0}};
      daily.relative_rate[0] = 0.5;
      return daily;
    }
    case 0:
      return ConstantArrivals{rate_rps};
    case 1:
      return MarkovArrivals{
          {{2 * rate_rps, Seconds{duration_s / 7}}, {0, Seconds{duration_s / 9}}}};
    case 2: {
      Eigen::ArrayXd counts(5);
      for (double& n : counts) n = std::floor(0.4 * rate_rps * duration_s * random.uniform());
      return CountArrivals{{*parse_utc("2023-06-01T00:00:00Z"), Seconds{duration_s / 5}, counts}};
    }
    default:
      return PoissonArrivals{rate_rps};
  }
}

inline PolicySpec random_policy(RandomStream& random, std::size_t variants) {
  switch (whole(random, 0, 4)) {
    case 0:
      return {"static-large", "static-large", {}};
    case 1:
      return {"heuristic", "heuristic", {{"window", Seconds{30}}}};
    case 2:
      return {"as-printed", "as-printed", {{"range", std::string("running")}}};
    default:
      break;
  }
  std::map<std::string, double> shares;
  double sum = 0;
  for (std::size_t v = 0; v < variants; ++v) {
    sum += shares["v" + std::to_string(v)] = random.uniform();
  }
  for (auto& [name, share] : shares) share /= sum;
  const std::string spread = random.uniform() < 0.5 ? "requests" : "epochs";
  return {"blind", "blind", {{"shares", shares}, {"spread", spread}}};
}

/// 1 to 8 like hosts that serve batches of so many, from almost idle to twice what can be served.
inline HandBuilt random_like_hosts(RandomStream& random, const Durations& length, int max_batch) {
  HandBuilt built;
  built.hosts = static_cast<std::size_t>(whole(random, 1, 8));
  built.max_batch = max_batch;
  const int variants = whole(random, 1, 4);
  built.accuracy_pct.clear();
  built.service_s.clear();
  built.busy_w.clear();
  for (int v = 0; v < variants; ++v) {
    built.accuracy_pct.push_back(70 + v);
    built.service_s.push_back(length(1e-3 * (1 + 20 * random.uniform())));
    built.busy_w.push_back(100 + 250 * random.uniform());
  }
  built.batch_cost = length.are_round ? whole(random, 0, 2) : random.uniform();
  built.duration_s = length(2 + 8 * random.uniform());
  built.epoch_s = length(built.duration_s * (0.03 + random.uniform()));
  built.load_s = random.uniform() < 0.5 ? -1 : length(0.2 * random.uniform());
  built.g_per_kwh.clear();
  for (int i = whole(random, 1, 9); i > 0; --i) built.g_per_kwh.push_back(500 * random.uniform());
  built.seed = random.bits();
  const double slowest_s = *std::max_element(built.service_s.begin(), built.service_s.end());
  const double load = random.uniform() < 0.2 ? 2 * random.uniform() : random.uniform();
  const double rate = length.rate(load * static_cast<double>(built.hosts) / slowest_s);
  built.arrivals = random_arrivals(random, length, rate, built.duration_s);
  built.policy = random_policy(random, built.accuracy_pct.size());
  return built;
}

/// Deals the hosts out to 2 or 3 regions where there are so many, each with a grid, a PUE and a
/// round trip of its own; a region may get no load.
inline void add_regions(RandomStream& random, const Durations& length, Scenario& scenario) {
  const std::size_t hosts = scenario.hosts.size();
  const auto regions = std::min(hosts, static_cast<std::size_t>(whole(random, 2, 3)));
  if (regions < 2) return;
  scenario.routing.resize(static_cast<Eigen::Index>(regions));
  for (double& share : scenario.routing) share = random.uniform() < 0.2 ? 0 : random.uniform();
  scenario.routing[0] += 0.1;
  scenario.routing /= scenario.routing.sum();
  for (std::size_t r = 0; r < regions; ++r) {
    Region region;
    region.name = "r" + std::to_string(r);
    region.pue = random.uniform() < 0.5 ? 1 : 1 + random.uniform();
    region.round_trip = Seconds{random.uniform() < 0.3 ? 0 : length(0.1 * random.uniform())};
    Eigen::ArrayXd steps(whole(random, 1, 9));
    for (double& g_per_kwh : steps) g_per_kwh = 500 * random.uniform();
    const Seconds step = scenario.duration / static_cast<double>(steps.size());
    region.carbon = CarbonSignal::from_series({scenario.start, step, steps}, scenario.start,
                                              scenario.duration, region.name);
    scenario.regions.push_back(region);
  }
  for (std::size_t h = 0; h < hosts; ++h) scenario.hosts[h].region = h * regions / hosts;
  set_means_of_regions(scenario);
}

/// The same of one or two devices, in one region or several, with waits, residents, limits and
/// deadlines, batches of 1 to 16.
inline Scenario random_scenario(RandomStream& random) {
  const Durations length{random.uniform() < 0.5};
  HandBuilt built =
      random_like_hosts(random, length, random.uniform() < 0.4 ? 1 : whole(random, 2, 16));
  built.max_wait_s = random.uniform() < 0.5 ? 0 : length(0.05 * random.uniform());
  Scenario scenario = built.build();
  if (random.uniform() < 0.5) {  // the later half of the hosts is a device of its own
    scenario.devices.push_back(scenario.devices[0]);
    scenario.devices[1].name = "tub";
    const std::vector<Service> services = scenario.services;
    for (Service service : services) {
      service.time = Seconds{length(service.time.value() * 1.7)};
      service.power = service.power * 0.6;
      scenario.services.push_back(service);
    }
    const auto loads = scenario.loads;
    scenario.loads.insert(scenario.loads.end(), loads.begin(), loads.end());
    for (std::size_t h = built.hosts / 2; h < built.hosts; ++h) scenario.hosts[h].device = 1;
  }
  if (random.uniform() < 0.3) {
    scenario.queue_limit = static_cast<std::size_t>(whole(random, built.max_batch, 40));
  }
  if (random.uniform() < 0.3) {
    scenario.deadline = scenario.max_wait + Seconds{length(0.2 * random.uniform())};
  }
  if (random.uniform() < 0.5) scenario.slo = Seconds{length(0.05 * random.uniform())};
  if (random.uniform() < 0.2) scenario.pue = 1.3;
  if (random.uniform() < 0.2) {
    for (auto& load : scenario.loads) {
      if (load) load->power = Watts{0};
    }
  }
  if (random.uniform() < 0.4) {  // on each host some variants stay loaded
    const double share = random.uniform() < 0.5 ? 1 : 0.5;
    for (auto& host : scenario.hosts) {
      for (auto&& is_resident : host.resident) is_resident = random.uniform() < share;
    }
  }
  if (random.uniform() < 0.4) add_regions(random, length, scenario);
  return scenario;
}

}  // namespace cadis::test
