#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/names.hpp"
#include "model/scenario_sections.hpp"

namespace cadis {
namespace {

constexpr Range up_to_an_hour_s{0, 3600};

constexpr Range pue_range{1, 10, false};  // a percentage would be above

std::vector<std::string> names_of(const std::vector<Region>& regions) {
  std::vector<std::string> names;
  for (const Region& region : regions) names.push_back(region.name);
  return names;
}

Region read_region(YamlMap& map, const std::string& name, Reading& reading) {
  Region region;
  region.name = name;
  auto signal = read_signal(map, "carbon", reading);
  region.carbon = std::move(signal.carbon);
  region.carbon_provenance = std::move(signal.provenance);
  region.count_by = read_count_by(map, reading);
  region.pue = map.number("pue", pue_range).value_or(1);
  region.round_trip =
      map.duration("round_trip", up_to_an_hour_s, Need::required).value_or(Seconds{0});
  map.finish();
  return region;
}

std::string names_of(const std::vector<CountedSignal>& signals) {
  std::string text;
  for (const CountedSignal& signal : signals) text += (text.empty() ? "" : ", ") + signal.name;
  return text.empty() ? "none" : text;
}

/// Joules of all regions are summed signal by signal.
void check_counted(YamlMap& map, const Region& region, const Region& first) {
  const std::string own = names_of(region.count_by), others = names_of(first.count_by);
  if (own == others) return;
  map.problem("count_by", fmt::format("expected the signals of every region to have the same "
                                      "names, in region {} {}, got {}; add or remove some",
                                      first.name, others, own));
}

/// Each region's share of the arrivals, in the order of the regions; empty where it is not given.
Eigen::ArrayXd read_routing(YamlMap& root, const std::vector<Region>& regions) {
  constexpr double rounding = 1e-6;
  auto map = root.map("routing");
  if (!map) return {};
  const auto names = names_of(regions);
  for (const auto& key : map->node().keys) {
    if (std::find(names.begin(), names.end(), key.text) != names.end()) continue;
    root.problems().add(key.where, map->dotted(key.text),
                        "unknown region; " + suggest(key.text, names));
  }
  Eigen::ArrayXd shares(static_cast<Eigen::Index>(regions.size()));
  bool is_complete = true;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const auto share = map->number(regions[i].name, {0, 1}, Need::required);
    is_complete = is_complete && share;
    shares[static_cast<Eigen::Index>(i)] = share.value_or(0);
  }
  if (!is_complete) return shares;
  const double sum = shares.sum();
  if (!(std::abs(sum - 1) <= rounding)) {
    root.problem("routing", fmt::format("expected shares that sum to 1, got {:.9g}", sum));
  }
  return shares / sum;
}

bool is_region_name(const std::string& name) {
  const auto allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  return !name.empty() && name.find_first_not_of(allowed) == std::string::npos;
}

void read_regions(YamlMap& root, Reading& reading) {
  auto& scenario = reading.scenario;
  for (const auto* key : {"carbon", "count_by", "pue"}) {
    if (root.has(key)) {
      root.problem(key, fmt::format("each region has its own; move it to regions.NAME.{}", key));
    }
  }
  auto map = root.map("regions");
  if (map && map->node().keys.empty()) root.problem("regions", "expected at least one region");
  constexpr std::size_t most_regions = 1000;
  if (map && map->node().keys.size() > most_regions) {
    root.problem("regions", fmt::format("expected at most {} regions, got {}", most_regions,
                                        map->node().keys.size()));
    root.problems().throw_if_any();
  }
  for (const auto& key : map ? map->node().keys : std::vector<YamlNode::Key>{}) {
    const auto known = names_of(scenario.regions);
    if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;  // told already
    if (!is_region_name(key.text)) {
      map->problem(key.text, "expected a name of letters, digits, '-' and '_' only");
    }
    auto region = map->map(key.text);
    if (region) {
      const std::size_t problems = root.problems().count();
      scenario.regions.push_back(read_region(*region, key.text, reading));
      if (root.problems().count() == problems)
        check_counted(*region, scenario.regions.back(), scenario.regions.front());
    } else {
      scenario.regions.push_back({key.text, {}, 1, {}, {}, {}});
    }
  }
  scenario.routing = read_routing(root, scenario.regions);
}

}  // namespace

void read_grid(YamlMap& root, Reading& reading) {
  if (root.has("regions")) {
    read_regions(root, reading);
    return;
  }
  reading.scenario.pue = root.number("pue", pue_range).value_or(1);
  auto signal = read_signal(root, "carbon", reading);
  reading.scenario.carbon = std::move(signal.carbon);
  reading.scenario.carbon_provenance = std::move(signal.provenance);
  reading.scenario.count_by = read_count_by(root, reading);
  if (root.has("routing")) {
    root.problem("routing", "shares the arrivals out among `regions`, and there are none");
  }
}

void check_regions(YamlMap& root, std::span<const PolicyInfo> known, const Reading& reading) {
  const auto& scenario = reading.scenario;
  if (scenario.regions.empty()) return;
  const auto hosts = hosts_by_region(scenario);
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (hosts[i] > 0 || !reading.has_fleet) continue;
    const std::string& name = scenario.regions[i].name;
    if (auto map = root.map("regions")) {
      map->problem(name,
                   fmt::format("has no hosts; add some to the fleet with `region: {}`", name));
    }
  }
  const bool is_routed = std::any_of(known.begin(), known.end(), [&](const PolicyInfo& info) {
    return info.name == scenario.policy.name && info.routes;
  });
  if (scenario.regions.size() > 1 && !is_routed && !root.has("routing")) {
    root.problem("routing",
                 "required with several regions, but missing; give each region's share "
                 "of the arrivals");
  }
}

}  // namespace cadis
