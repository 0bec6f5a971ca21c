#include "study/estimate.hpp"

namespace cadis {
namespace {

constexpr double start_s = 2e-3;          // a process, the scenario, SimGrid
constexpr double interval_host_s = 2e-6;  // an epoch or carbon step, on one host
constexpr double queue_request_s = 2e-8;
constexpr double event_request_s = 2e-6;

}  // namespace

Seconds expected_run_time(const Scenario& scenario) {
  const auto intervals = static_cast<double>(scenario.epochs().size() + scenario.carbon.steps());
  const auto hosts = static_cast<double>(scenario.hosts.size());
  double time_s = start_s + intervals * hosts * interval_host_s;
  const double requests =
      expected_arrivals(scenario.arrivals, scenario.start, Seconds{0}, scenario.duration);
  if (scenario.fidelity == Fidelity::queue) time_s += requests * queue_request_s;
  if (scenario.fidelity == Fidelity::event) time_s += requests * event_request_s;
  return Seconds{time_s};
}

}  // namespace cadis
