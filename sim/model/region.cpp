#include "model/region.hpp"

#include <algorithm>
#include <cassert>

#include "model/scenario.hpp"

namespace cadis {

Scenario part_of(const Scenario& scenario, std::size_t region) {
  assert(region < scenario.regions.size());
  Scenario part = scenario;
  part.regions = {scenario.regions[region]};
  part.routing = Eigen::ArrayXd::Ones(1);
  std::erase_if(part.hosts, [region](const HostSpec& host) { return host.region != region; });
  for (HostSpec& host : part.hosts) host.region = 0;
  set_means_of_regions(part);
  return part;
}

std::vector<std::size_t> hosts_by_region(const Scenario& scenario) {
  assert(!scenario.regions.empty());
  std::vector<std::size_t> counts(scenario.regions.size());
  for (const HostSpec& host : scenario.hosts) ++counts[host.region];
  return counts;
}

void set_means_of_regions(Scenario& scenario) {
  const auto& regions = scenario.regions;
  if (regions.empty()) return;
  if (regions.size() == 1) {  // nothing to average, and nothing to round
    scenario.pue = regions.front().pue;
    scenario.carbon = regions.front().carbon;
    scenario.count_by = regions.front().count_by;
    return;
  }
  scenario.count_by.clear();
  const auto count = static_cast<Eigen::Index>(regions.size());
  Eigen::ArrayXd weights = scenario.routing;
  if (weights.size() == 0)
    weights = Eigen::ArrayXd::Constant(count, 1.0 / static_cast<double>(count));
  std::vector<CarbonSignal> signals;
  for (const Region& region : regions) {
    weights[static_cast<Eigen::Index>(signals.size())] *= region.pue;
    signals.push_back(region.carbon);
  }
  scenario.pue = weights.sum();
  scenario.carbon = CarbonSignal::mean_of(signals, weights);
}

}  // namespace cadis
