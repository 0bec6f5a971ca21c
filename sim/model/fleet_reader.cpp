#include <fmt/format.h>

#include <algorithm>

#include "base/names.hpp"
#include "model/scenario_sections.hpp"

namespace cadis {
namespace {

/// Where a run no longer is a matter of minutes and of a few hundred megabytes:
/// docs/performance.md.
constexpr std::uint64_t most_hosts = 100'000;
const char* const way_out =
    "SimGrid keeps 4 KB for each host and meters each in every interval; simulate a share of the "
    "fleet with that share of the arrivals, or make several runs of it";

/// Which variants of the pool stay loaded: `all`, or a list of names.
std::vector<bool> read_resident(YamlMap& row, const Device& device, const Reading& reading) {
  const auto& pool = reading.scenario.variants;
  std::vector<bool> resident(pool.size(), false);
  const auto* value = row.find("resident");
  if (value == nullptr || !reading.has_pool) return resident;
  if (value->kind == YamlNode::Kind::scalar && value->text == "all") {
    resident.assign(pool.size(), true);
  } else if (value->kind == YamlNode::Kind::scalar) {
    row.problem("resident",
                fmt::format("expected `all` or a list of variants, got {}", describe(*value)));
    return resident;
  } else {
    std::vector<std::string> names;
    for (const auto& variant : pool) names.push_back(variant.name);
    for (const auto& item : row.list("resident")) {
      const auto at = std::find(names.begin(), names.end(), item.node->text);
      if (at == names.end()) {
        row.problems().add(item.node->where, item.key,
                           fmt::format("unknown variant {}; {}", describe(*item.node),
                                       suggest(item.node->text, names)));
      } else {
        resident[static_cast<std::size_t>(at - names.begin())] = true;
      }
    }
  }
  double total_gb = 0;
  for (std::size_t v = 0; v < pool.size(); ++v) {
    if (!resident[v]) continue;
    if (!pool[v].weights_gb)
      row.problem(
          "resident",
          fmt::format("needs the weights_gb of {}, which the family does not state", pool[v].name));
    total_gb += pool[v].weights_gb.value_or(0);
  }
  if (!device.memory_gb) {
    row.problem(
        "resident",
        fmt::format("needs the memory_gb of {}, which the platform does not state", device.name));
  } else if (total_gb > *device.memory_gb) {
    row.problem("resident", fmt::format("the weights of the resident variants, {:.4g} GB, do not "
                                        "fit the {:.4g} GB of {}; name fewer",
                                        total_gb, *device.memory_gb, device.name));
  }
  return resident;
}

/// The region that the row's hosts are in.
std::size_t read_region(YamlMap& row, const std::vector<Region>& regions) {
  if (regions.empty()) {
    if (row.has("region")) row.problem("region", "the scenario names no `regions`; remove it");
    return 0;
  }
  const auto name = row.text("region", Need::required);
  if (!name) return 0;
  std::vector<std::string> known;
  for (const Region& region : regions) known.push_back(region.name);
  const auto found = std::find(known.begin(), known.end(), *name);
  if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
  row.problem("region", fmt::format("unknown region '{}'; {}", *name, suggest(*name, known)));
  return 0;
}

void read_entry(YamlMap& row, const std::map<std::string, Device>& platform,
                std::map<std::string, std::size_t>& numbered, Reading& reading) {
  auto& scenario = reading.scenario;
  const auto name = row.text("device", Need::required);
  const auto count = row.integer("count", 1, most_hosts, Need::optional, way_out);
  const auto found = platform.find(name.value_or(""));
  if (found == platform.end()) {
    std::vector<std::string> known;
    for (const auto& [device_name, device] : platform) known.push_back(device_name);
    if (name && !known.empty())
      row.problem("device", fmt::format("unknown device '{}'; {}", *name, suggest(*name, known)));
    for (const auto* key : {"pstate", "idle", "resident", "region"}) row.find(key);
    return;
  }
  const auto& device = found->second;
  const auto pstate =
      row.integer("pstate", 0, device.pstates.size() - 1, Need::optional,
                  fmt::format("lower it or add pstates in {}", reading.platform_file.string()));
  const auto idle = row.word("idle", {"no-process", "resident"});
  HostSpec host;
  host.pstate = static_cast<std::size_t>(pstate.value_or(0));
  host.idle = device.idle;
  if (idle == "resident") {
    if (device.idle_resident) {
      host.idle = *device.idle_resident;
    } else {
      row.problem("idle", fmt::format("needs the idle_resident_w of {}, which the platform does "
                                      "not state; use no-process or add it",
                                      device.name));
    }
  }
  host.resident = read_resident(row, device, reading);
  host.region = read_region(row, scenario.regions);
  const auto known = std::find_if(scenario.devices.begin(), scenario.devices.end(),
                                  [&](const auto& d) { return d.name == device.name; });
  host.device = static_cast<std::size_t>(known - scenario.devices.begin());
  if (known == scenario.devices.end()) scenario.devices.push_back(device);
  if (scenario.hosts.size() + count.value_or(1) > most_hosts) {
    row.problem("count",
                fmt::format("expected at most {} hosts in the fleet, got {}; {}", most_hosts,
                            scenario.hosts.size() + count.value_or(1), way_out));
    return;
  }
  for (std::uint64_t i = 0; i < count.value_or(1); ++i) {
    host.name = fmt::format("{}-{}", device.name, numbered[device.name]++);
    scenario.hosts.push_back(host);
  }
}

/// Serving alike, unless they are in two regions, each of which is a fleet of its own.
bool are_alike(const HostSpec& a, const HostSpec& b) {
  if (a.region != b.region) return true;
  return a.device == b.device && a.pstate == b.pstate && a.idle == b.idle &&
         a.resident == b.resident;
}

}  // namespace

void read_fleet(YamlMap& root, const std::map<std::string, Device>& platform, Reading& reading) {
  std::map<std::string, std::size_t> numbered;
  const std::size_t problems = root.problems().count();
  for (const auto& item : root.list("fleet", Need::required)) {
    YamlMap row(*item.node, item.key, root.problems());
    if (!row.is_map()) continue;
    read_entry(row, platform, numbered, reading);
    row.finish();
  }
  reading.has_fleet = root.problems().count() == problems;
  auto& hosts = reading.scenario.hosts;
  const auto by_region = [](const HostSpec& a, const HostSpec& b) { return a.region < b.region; };
  std::stable_sort(hosts.begin(), hosts.end(), by_region);
  if (reading.has_fidelity && reading.scenario.fidelity == Fidelity::fluid &&
      std::adjacent_find(hosts.begin(), hosts.end(), [](const auto& a, const auto& b) {
        return !are_alike(a, b);
      }) != hosts.end()) {
    root.problem("fleet",
                 "fidelity fluid needs identical hosts, got different ones; use event or queue, or "
                 "one kind of host");
  }
}

}  // namespace cadis
