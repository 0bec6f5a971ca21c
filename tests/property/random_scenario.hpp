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

inline ArrivalSpec random_arrivals(RandomStream& random, double rate_rps, double duration_s) {
  switch (whole(random, 0, 6)) {
    case 5: {
      TimestampArrivals recorded;  // in bursts of equal instants
      for (double at_s = 0; at_s < duration_s; at_s += 5 * random.uniform() / rate_rps) {
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

/// 1 to 8 hosts of one or two devices, batches of 1 to 16, waits, switches, limits, deadlines, from
/// almost idle to twice what can be served.
inline Scenario random_scenario(RandomStream& random) {
  HandBuilt built;
  built.hosts = static_cast<std::size_t>(whole(random, 1, 8));
  const int variants = whole(random, 1, 4);
  built.accuracy_pct.clear();
  built.service_s.clear();
  built.busy_w.clear();
  for (int v = 0; v < variants; ++v) {
    built.accuracy_pct.push_back(70 + v);
    built.service_s.push_back(1e-3 * (1 + 20 * random.uniform()));
    built.busy_w.push_back(100 + 250 * random.uniform());
  }
  built.max_batch = random.uniform() < 0.4 ? 1 : whole(random, 2, 16);
  built.batch_cost = random.uniform();
  built.max_wait_s = random.uniform() < 0.5 ? 0 : 0.05 * random.uniform();
  built.duration_s = 2 + 8 * random.uniform();
  built.epoch_s = built.duration_s * (0.03 + random.uniform());
  built.load_s = random.uniform() < 0.5 ? -1 : 0.2 * random.uniform();
  built.g_per_kwh.clear();
  for (int i = whole(random, 1, 9); i > 0; --i) built.g_per_kwh.push_back(500 * random.uniform());
  built.seed = random.bits();
  const double slowest_s = *std::max_element(built.service_s.begin(), built.service_s.end());
  const double load = random.uniform() < 0.2 ? 2 * random.uniform() : random.uniform();
  const double rate = load * static_cast<double>(built.hosts) / slowest_s;
  built.arrivals = random_arrivals(random, rate, built.duration_s);
  built.policy = random_policy(random, built.accuracy_pct.size());
  Scenario scenario = built.build();
  if (random.uniform() < 0.5) {  // the later half of the hosts is a device of its own
    scenario.devices.push_back(scenario.devices[0]);
    scenario.devices[1].name = "tub";
    const std::vector<Service> services = scenario.services;
    for (Service service : services) {
      service.time = service.time * 1.7;
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
    scenario.deadline = scenario.max_wait + Seconds{0.2 * random.uniform()};
  }
  if (random.uniform() < 0.5) scenario.slo = Seconds{0.05 * random.uniform()};
  if (random.uniform() < 0.2) scenario.pue = 1.3;
  if (random.uniform() < 0.2) {
    for (auto& host : scenario.hosts) host.resident.assign(built.accuracy_pct.size(), true);
  }
  return scenario;
}

}  // namespace cadis::test
