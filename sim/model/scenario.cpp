#include "model/scenario.hpp"

#include <algorithm>
#include <cassert>

namespace cadis {

std::string to_string(Fidelity fidelity) {
  switch (fidelity) {
    case Fidelity::event:
      return "event";
    case Fidelity::queue:
      return "queue";
    case Fidelity::fluid:
      break;
  }
  return "fluid";
}

Seconds Scenario::round_trip() const {
  assert(regions.size() <= 1);
  return regions.empty() ? Seconds{0} : regions.front().round_trip;
}

bool Scenario::has_one_kind_of_host() const {
  const HostSpec& first = hosts.front();
  return std::all_of(hosts.begin(), hosts.end(), [&first](const HostSpec& host) {
    return host.device == first.device && host.pstate == first.pstate && host.idle == first.idle &&
           host.resident == first.resident;
  });
}

Watts Scenario::highest_idle(std::size_t device) const {
  Watts highest{0};
  for (const auto& host : hosts) {
    if (host.device == device) highest = std::max(highest, host.idle);
  }
  return highest;
}

std::vector<std::string> counted_names(const Scenario& scenario) {
  const auto& signals =
      scenario.regions.empty() ? scenario.count_by : scenario.regions.front().count_by;
  std::vector<std::string> names;
  for (const CountedSignal& signal : signals) names.push_back(signal.name);
  return names;
}

Arrivals arrivals_of(const Scenario& scenario) {
  return {scenario.arrivals, scenario.seed, scenario.start, scenario.duration};
}

}  // namespace cadis
