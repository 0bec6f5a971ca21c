#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/names.hpp"
#include "model/pstate.hpp"
#include "model/scenario_reader.hpp"
#include "model/scenario_sections.hpp"

namespace cadis {
namespace {

void read_pool(YamlMap& root, Reading& reading) {
  const auto items = root.list("pool");
  if (!reading.family) return;
  const auto& all = reading.family->variants;
  std::vector<std::string> known;
  for (const auto& variant : all) known.push_back(variant.name);
  std::vector<std::string> chosen;
  for (const auto& item : items) {
    const auto& name = item.node->text;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      root.problems().add(
          item.node->where, item.key,
          fmt::format("unknown variant {}; {}", describe(*item.node), suggest(name, known)));
    } else if (std::find(chosen.begin(), chosen.end(), name) != chosen.end()) {
      root.problems().add(item.node->where, item.key,
                          fmt::format("duplicate variant '{}'; name it once", name));
    } else {
      chosen.push_back(name);
    }
  }
  for (const auto& variant : all) {
    if (!root.has("pool") || std::find(chosen.begin(), chosen.end(), variant.name) != chosen.end())
      reading.scenario.variants.push_back(variant);
  }
  reading.has_pool = chosen.size() == items.size() && !reading.scenario.variants.empty();
}

std::string devices_of(const Family& family, const std::string& variant) {
  std::vector<std::string> names;
  for (const auto& [pair, rows] : family.profiles) {
    if (pair.first == variant) names.push_back(pair.second);
  }
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

void resolve_pair(YamlMap& root, Reading& reading, std::size_t device, std::size_t variant) {
  const Family& family = *reading.family;
  auto& scenario = reading.scenario;
  const auto& d = scenario.devices[device].name;
  const auto& v = scenario.variants[variant].name;
  const auto rows = family.profiles.find({v, d});
  if (rows == family.profiles.end()) {
    root.problem("fleet", fmt::format("no profile of variant {} on device {} in {}; it is profiled "
                                      "on: {}; leave it out with `pool:` or add its rows",
                                      v, d, reading.family_file.string(), devices_of(family, v)));
    return;
  }
  const auto idle = scenario.highest_idle(device);
  const int first = scenario.fidelity == Fidelity::fluid ? scenario.max_batch : 1;
  for (int batch = first; batch <= scenario.max_batch; ++batch) {
    const auto service = family.service(v, scenario.devices[device], batch);
    if (!service) {
      const auto place = root.find("batching") != nullptr ? "batching.max_batch" : "family";
      const auto text = fmt::format(
          "no profile of {} on {} at batch {}: {} covers batches {} to {}, and nothing is "
          "extrapolated",
          v, d, batch, reading.family_file.string(), rows->second.begin()->first,
          rows->second.rbegin()->first);
      const auto* batching = root.find("batching");
      const auto* node = batching != nullptr ? batching->find("max_batch") : root.find("family");
      root.problems().add(node != nullptr ? node->where : root.node().where, place, text);
      return;
    }
    if (service->power < idle) {
      root.problem("family",
                   fmt::format("busy_w of {} on {} at batch {} is {:.6g} W, below the {:.6g} W of "
                               "the idle host; correct {} or use idle: no-process",
                               v, d, batch, service->power.value(), idle.value(),
                               reading.family_file.string()));
      return;
    }
    const auto row = device * scenario.variants.size() + variant;
    scenario.services[row * static_cast<std::size_t>(scenario.max_batch) +
                      static_cast<std::size_t>(batch) - 1] = *service;
  }
}

/// The rows themselves are in pstate 0; in another one the profile's place between idle and busy is
/// kept, which needs busy above idle in pstate 0, and at no less than idle in the other.
void check_pstates(YamlMap& root, const Reading& reading) {
  for (const auto& host : reading.scenario.hosts) {
    if (host.pstate == 0) continue;
    const auto& device = reading.scenario.devices[host.device];
    if (device.busy <= host.idle) {
      root.problem("fleet",
                   fmt::format("{} draws {:.6g} W busy and {:.6g} W idle in pstate 0, so "
                               "nothing tells what a profile's power is in pstate {}; use "
                               "pstate 0 or correct the platform",
                               device.name, device.busy.value(), host.idle.value(), host.pstate));
      return;
    }
    const auto idle = idle_at_pstate(device, host.pstate, host.idle);
    const auto busy = device.pstates[host.pstate].busy;
    if (busy >= idle) continue;
    root.problem("fleet", fmt::format("pstate {} of {} is busy at {:.6g} W, below the {:.6g} W of "
                                      "the idle host there; use a lower pstate or idle: no-process",
                                      host.pstate, device.name, busy.value(), idle.value()));
    return;
  }
}

void resolve_loads(YamlMap& root, Reading& reading) {
  auto& scenario = reading.scenario;
  for (const auto& device : scenario.devices) {
    std::vector<std::string> free;
    for (const auto& variant : scenario.variants) {
      const auto load = reading.family->loads.find({variant.name, device.name});
      const bool stated = load != reading.family->loads.end();
      const auto idle = scenario.highest_idle(scenario.loads.size() / scenario.variants.size());
      if (stated && load->second.power < idle) {
        root.problem("family", fmt::format("load_power_w of {} on {} is {:.6g} W, below the {:.6g} "
                                           "W of the idle host; correct {} or use idle: no-process",
                                           variant.name, device.name, load->second.power.value(),
                                           idle.value(), reading.family_file.string()));
      }
      scenario.loads.push_back(stated ? std::optional{load->second} : std::nullopt);
      if (!stated) free.push_back(variant.name);
    }
    if (free.size() == scenario.variants.size()) {
      scenario.assumptions.push_back(
          fmt::format("switching on {} is free: the family states no load time", device.name));
    } else if (!free.empty()) {
      scenario.assumptions.push_back(
          fmt::format("switching on {} to {} is free: the family states no load time", device.name,
                      fmt::join(free, ", ")));
    }
  }
}

}  // namespace

void read_catalogue(YamlMap& root, Reading& reading) {
  const std::map<std::string, Device> none;
  const auto* platform = &none;
  const auto shipped = data_folder() / "platforms";
  if (const auto file = find_input(root, "platform", reading, shipped, ".yaml")) {
    try {
      platform = &reading.inputs.read_once(reading.inputs.platforms, *file, read_platform);
      reading.platform_file = input_name(*file);
      record_input(reading, *file);
    } catch (const ConfigError& error) {
      root.problems().add(error);
    }
  }
  if (const auto file = find_input(root, "family", reading, shipped / "families", ".yaml")) {
    try {
      reading.family = &reading.inputs.read_once(reading.inputs.families, *file, read_family);
      reading.family_file = input_name(*file);
      reading.scenario.family = reading.family->name;
      record_input(reading, *file);
    } catch (const ConfigError& error) {
      root.problems().add(error);
    }
  }
  read_pool(root, reading);
  read_fleet(root, *platform, reading);
}

void resolve_services(YamlMap& root, Reading& reading) {
  constexpr std::size_t most_services = 10'000'000;  // 160 MB
  auto& scenario = reading.scenario;
  if (!reading.has_pool || !reading.has_batching || !reading.has_fidelity) return;
  const std::size_t pairs = scenario.devices.size() * scenario.variants.size();
  if (pairs * static_cast<std::size_t>(scenario.max_batch) > most_services) {
    root.problem("batching", fmt::format("{} variants on {} devices in batches of up to {} are "
                                         "more than {}; lower max_batch, or shorten the pool",
                                         scenario.variants.size(), scenario.devices.size(),
                                         scenario.max_batch, most_services));
    return;
  }
  scenario.services.assign(scenario.devices.size() * scenario.variants.size() *
                               static_cast<std::size_t>(scenario.max_batch),
                           Service{});
  for (std::size_t d = 0; d < scenario.devices.size(); ++d) {
    for (std::size_t v = 0; v < scenario.variants.size(); ++v) resolve_pair(root, reading, d, v);
  }
  check_pstates(root, reading);
  resolve_loads(root, reading);
}

}  // namespace cadis
