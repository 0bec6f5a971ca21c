#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/names.hpp"
#include "model/scenario_sections.hpp"

namespace cadis {
namespace {

std::vector<std::string> pool_names(const Reading& reading) {
  std::vector<std::string> names;
  for (const auto& variant : reading.scenario.variants) names.push_back(variant.name);
  return names;
}

std::optional<ParamValue> read_shares(YamlMap& map, const std::string& key,
                                      const Reading& reading) {
  constexpr double rounding = 1e-6;
  auto shares = map.map(key);
  if (!shares) return std::nullopt;
  std::map<std::string, double> values;
  double sum = 0;
  bool complete = true;
  for (const auto& name : shares->node().keys) {
    const auto known = pool_names(reading);
    if (reading.has_pool && std::find(known.begin(), known.end(), name.text) == known.end()) {
      shares->problem(
          name.text, fmt::format("unknown variant '{}'; {}", name.text, suggest(name.text, known)));
      complete = false;
      continue;
    }
    const auto value = shares->number(name.text, not_negative);
    complete = complete && value;
    values[name.text] = value.value_or(0);
  }
  if (!complete) return std::nullopt;
  for (const auto& [name, value] : values) sum += value;
  if (!(std::abs(sum - 1) <= rounding)) {
    map.problem(key, fmt::format("expected shares that sum to 1, got {:.9g}", sum));
    return std::nullopt;
  }
  for (auto& [name, value] : values) value /= sum;
  return values;
}

std::optional<ParamValue> read_param(YamlMap& map, const ParamInfo& info, const Reading& reading) {
  const auto as_value = [](const auto& found) {
    return found ? std::optional<ParamValue>{*found} : std::nullopt;
  };
  switch (info.kind) {
    case ParamInfo::Kind::variant:
      return as_value(reading.has_pool ? map.word(info.key, pool_names(reading))
                                       : map.text(info.key));
    case ParamInfo::Kind::choice:
      return as_value(map.word(info.key, info.choices));
    case ParamInfo::Kind::duration:
      return as_value(map.duration(info.key, positive));
    case ParamInfo::Kind::percent:
      return as_value(map.number(info.key, {0, 100}));
    case ParamInfo::Kind::shares:
      return read_shares(map, info.key, reading);
  }
  return std::nullopt;
}

/// Of a policy's targets exactly one is given; `match` is one in a study, which replaces it before
/// a cell is read.
void check_targets(YamlMap& root, YamlMap& map, const PolicyInfo& info) {
  std::vector<std::string> targets, given;
  for (const auto& param : info.params) {
    if (!param.is_target) continue;
    targets.push_back(param.key);
    if (map.has(param.key)) given.push_back(param.key);
  }
  if (targets.empty()) return;
  const auto list = fmt::format("{}", fmt::join(targets, " or "));
  if (map.has("match")) {
    map.problem("match", fmt::format("match names another cell of a study; here give {}", list));
  } else if (given.empty()) {
    root.problem("policy", fmt::format("policy {} needs {}, and none is given", info.name, list));
  } else if (given.size() > 1) {
    root.problem("policy", fmt::format("expected exactly one of {}, got {}", list,
                                       fmt::join(given, " and ")));
  }
}

}  // namespace

void read_policy(YamlMap& root, std::span<const PolicyInfo> known, Reading& reading) {
  auto map = root.map("policy", Need::required);
  if (!map) return;
  std::vector<std::string> names;
  for (const auto& info : known) names.push_back(info.name);
  auto& spec = reading.scenario.policy;
  const auto name = map->text("name", Need::required);
  const auto label = map->text("label");
  spec.name = name.value_or("");
  spec.label = label.value_or(spec.name);
  const auto info =
      std::find_if(known.begin(), known.end(), [&](const auto& i) { return i.name == spec.name; });
  if (info == known.end()) {
    if (name)
      map->problem("name", fmt::format("unknown policy '{}'; {}", *name, suggest(*name, names)));
    return;  // which other keys belong here is then unknown
  }
  for (const auto& param : info->params) {
    if (!map->has(param.key)) continue;
    auto value = read_param(*map, param, reading);
    if (!value) continue;
    if (!param.forecast_choice.empty() && *value == ParamValue{param.forecast_choice} &&
        root.find("forecast") == nullptr) {
      map->problem(param.key, fmt::format("{} needs the scenario's forecast, and there is none; "
                                          "add forecast: {{method: persistence}}, or another",
                                          param.forecast_choice));
    }
    spec.params[param.key] = std::move(*value);
  }
  check_targets(root, *map, *info);
  map->finish();
}

}  // namespace cadis
