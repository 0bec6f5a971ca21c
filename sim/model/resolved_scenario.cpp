#include <nlohmann/json.hpp>

#include <algorithm>

#include "base/numbers.hpp"
#include "model/scenario_sections.hpp"

namespace cadis {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return nullptr;
    case YamlNode::Kind::list: {
      auto list = Json::array();
      for (const auto& item : node.items) list.push_back(to_json(item));
      return list;
    }
    case YamlNode::Kind::map: {
      auto map = Json::object();
      for (std::size_t i = 0; i < node.items.size(); ++i)
        map[node.keys[i].text] = to_json(node.items[i]);
      return map;
    }
    case YamlNode::Kind::scalar:
      break;
  }
  if (!node.quoted) {
    if (const auto whole = parse_unsigned(node.text)) return *whole;
    if (const auto number = parse_number(node.text)) return *number;
  }
  return node.text;
}

void fill(Json& map, const char* key, Json value) {
  if (map.is_object() && !map.contains(key)) map[key] = std::move(value);
}

void fill_signal(Json& signal, const Scenario& scenario) {
  if (!signal.contains("climatology")) return;
  fill(signal, "seed", scenario.seed);
  fill(signal, "step", "1 h");
}

/// Of a region, or of the scenario itself.
void fill_grid(Json& owner, const Scenario& scenario) {
  fill(owner, "pue", 1);
  fill_signal(owner["carbon"], scenario);
  if (!owner.contains("count_by")) return;
  for (auto& signal : owner["count_by"]) fill_signal(signal, scenario);
}

}  // namespace

std::string resolve_json(const YamlNode& document, const Scenario& scenario,
                         std::span<const PolicyInfo> known) {
  auto json = to_json(document);
  fill(json, "epoch", "300 s");
  fill(json, "seed", 1);
  fill(json, "fidelity", to_string(scenario.fidelity));
  if (json.contains("regions")) {
    for (auto& region : json["regions"]) fill_grid(region, scenario);
  } else {
    fill_grid(json, scenario);
  }
  fill(json, "batching", Json::object());
  fill(json["batching"], "max_batch", 1);
  fill(json["batching"], "max_wait", "0 s");
  if (json.contains("forecast") && json["forecast"].value("method", "") == "noisy")
    fill(json["forecast"], "seed", scenario.seed);
  if (json["arrivals"].value("process", "") == "diurnal") fill(json["arrivals"], "shift", "0 h");
  for (auto& entry : json["fleet"]) {
    fill(entry, "count", 1);
    fill(entry, "pstate", 0);
    fill(entry, "idle", "no-process");
  }
  if (json.contains("jitter")) {
    for (const auto* error : {"service_pct", "power_pct", "accuracy_pct", "carbon_pct"})
      fill(json["jitter"], error, 0);
  }
  auto pool = Json::array();
  for (const auto& variant : scenario.variants) pool.push_back(variant.name);
  json["pool"] = std::move(pool);
  fill(json["policy"], "label", scenario.policy.label);
  for (const auto& info : known) {
    if (info.name != scenario.policy.name) continue;
    for (const auto& param : info.params) {
      if (param.kind == ParamInfo::Kind::choice && !param.choices.empty())
        fill(json["policy"], param.key.c_str(), param.choices.front());
    }
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cadis
