#include <fmt/format.h>

#include "model/scenario_reader.hpp"
#include "model/yaml_map.hpp"

namespace cadis {
namespace {

std::vector<PState> read_pstates(YamlMap& device, const Device& so_far) {
  if (!device.has("pstates")) return {{1, so_far.idle, so_far.busy}};
  std::vector<PState> states;
  for (const auto& item : device.list("pstates")) {
    YamlMap row(*item.node, item.key, device.problems());
    const auto speed = row.number("speed", {0, 1, true}, Need::required);
    const auto idle = row.number("idle_w", not_negative, Need::required);
    const auto busy = row.number("busy_w", positive, Need::required);
    row.finish();
    if (!speed || !idle || !busy) continue;
    if (*busy < *idle)
      row.problem("busy_w", fmt::format("expected at least idle_w, {}, got {}", *idle, *busy));
    if (states.empty() &&
        (*speed != 1 || Watts{*idle} != so_far.idle || Watts{*busy} != so_far.busy)) {
      device.problems().add(
          item.node->where, item.key,
          fmt::format(
              "expected the device's own figures first, {{speed: 1, idle_w: {}, busy_w: {}}}, got "
              "{{speed: {}, idle_w: {}, busy_w: {}}}",
              so_far.idle.value(), so_far.busy.value(), *speed, *idle, *busy));
    }
    states.push_back({*speed, Watts{*idle}, Watts{*busy}});
  }
  return states;
}

Device read_device(YamlMap row, const std::string& name) {
  Device device;
  device.name = name;
  const auto kind = row.word("kind", {"gpu", "cpu"}, Need::required);
  device.is_gpu = kind.value_or("gpu") == "gpu";
  const auto idle = row.number("idle_w", not_negative, Need::required);
  const auto busy = row.number("busy_w", positive, Need::required);
  if (idle && busy && *busy < *idle)
    row.problem("busy_w", fmt::format("expected at least idle_w, {}, got {}", *idle, *busy));
  device.idle = Watts{idle.value_or(0)};
  device.busy = Watts{busy.value_or(0)};
  if (const auto resident = row.number("idle_resident_w", not_negative)) {
    device.idle_resident = Watts{*resident};
    if (busy && *resident > *busy)
      row.problem("idle_resident_w",
                  fmt::format("expected at most busy_w, {}, got {}", *busy, *resident));
    if (idle && *resident < *idle)
      row.problem("idle_resident_w",
                  fmt::format("expected at least idle_w, {}, got {}", *idle, *resident));
  }
  if (const auto off = row.number("off_w", not_negative)) device.off = Watts{*off};
  device.memory_gb = row.number("memory_gb", positive);
  device.embodied_kgco2e = row.number("embodied_kgco2e", not_negative);
  device.lifetime_years = row.number("lifetime_years", positive);
  if (row.has("embodied_kgco2e") != row.has("lifetime_years")) {
    row.problem(row.has("embodied_kgco2e") ? "lifetime_years" : "embodied_kgco2e",
                "required, but missing: embodied_kgco2e and lifetime_years are given together or "
                "not at all");
  }
  device.pstates = read_pstates(row, device);
  device.source = row.text("source", Need::required).value_or("");
  row.finish();
  return device;
}

}  // namespace

std::map<std::string, Device> read_platform(const Input& file) {
  Problems problems;
  const auto document = parse_yaml_document(read_yaml_text(file), file.name());
  YamlMap root(document, "", problems);
  check_version(root);
  std::map<std::string, Device> devices;
  if (auto rows = root.map("devices", Need::required)) {
    if (rows->node().keys.empty())
      root.problem("devices", "expected at least one device, got none");
    constexpr std::size_t most_devices = 1000;
    if (rows->node().keys.size() > most_devices) {
      root.problem("devices", fmt::format("expected at most {} devices, got {}", most_devices,
                                          rows->node().keys.size()));
      problems.throw_if_any();
    }
    for (const auto& key : rows->node().keys) {
      if (devices.contains(key.text)) continue;  // a duplicate, reported by the view
      if (auto row = rows->map(key.text)) devices.emplace(key.text, read_device(*row, key.text));
    }
  }
  root.finish();
  problems.throw_if_any();
  return devices;
}

}  // namespace cadis
