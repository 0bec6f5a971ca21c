#include "study/estimate.hpp"

namespace cadis {
namespace {

constexpr double start_s = 2e-3;          // a process, the scenario, SimGrid
constexpr double interval_host_s = 2e-6;  // an epoch or carbon step, on one host
constexpr double queue_request_s = 2e-8;
constexpr double event_request_s = 2e-6;

}  // namespace

RunSize size_of(const Scenario& scenario) {
  return {static_cast<double>(scenario.epochs().size() + scenario.carbon.steps()),
          static_cast<double>(scenario.hosts.size()),
          expected_arrivals(scenario.arrivals, scenario.start, Seconds{0}, scenario.duration),
          scenario.fidelity};
}

const std::array<std::vector<std::string_view>, 4>& size_keys() {
  static const std::array<std::vector<std::string_view>, 4> keys{
      {{"start", "duration", "epoch", "carbon", "regions"},
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
