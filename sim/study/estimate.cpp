#include "study/estimate.hpp"

#include <algorithm>

namespace cadis {
namespace {

constexpr double start_s = 2e-3;          // a process, the scenario, SimGrid
constexpr double interval_host_s = 2e-6;  // an epoch or carbon step, on one host
constexpr double queue_request_s = 2e-8;
constexpr double event_request_s = 2e-6;

/// Of the finest carbon signal; those that only count cost as much, but in `fluid`.
double carbon_steps(const Scenario& scenario) {
  std::size_t steps = scenario.carbon.steps();
  const auto add = [&steps](const std::vector<CountedSignal>& signals) {
    for (const CountedSignal& signal : signals) steps = std::max(steps, signal.carbon.steps());
  };
  add(scenario.count_by);
  for (const Region& region : scenario.regions) add(region.count_by);
  return static_cast<double>(steps);
}

}  // namespace

RunSize size_of(const Scenario& scenario) {
  return {static_cast<double>(scenario.epochs().size()) + carbon_steps(scenario),
          static_cast<double>(scenario.hosts.size()),
          expected_arrivals(scenario.arrivals, scenario.start, Seconds{0}, scenario.duration),
          scenario.fidelity};
}

const std::array<std::vector<std::string_view>, 4>& size_keys() {
  static const std::array<std::vector<std::string_view>, 4> keys{
      {{"start", "duration", "epoch", "carbon", "count_by", "regions"},
       {"fleet"},
       {"start", "duration", "epoch", "arrivals"},
       {"fidelity"}}};
  return keys;
}

Seconds expected_run_time(const RunSize& size) {
  double time_s = start_s + size.intervals * size.hosts * interval_host_s;
  if (size.fidelity == Fidelity::queue) time_s += size.requests * queue_request_s;
  if (size.fidelity == Fidelity::event) time_s += size.requests * event_request_s;
  return Seconds{time_s};
}

}  // namespace cadis
