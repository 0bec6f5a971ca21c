#include <algorithm>

#include "base/errors.hpp"
#include "base/numbers.hpp"
#include "study/grid.hpp"
#include "study/yaml_text.hpp"

namespace cadis {
namespace {

/// The parameter a matched policy gets its target through; null where it takes none.
const ParamInfo* target_param(const std::string& policy, std::span<const PolicyInfo> policies) {
  for (const PolicyInfo& info : policies) {
    if (info.name != policy) continue;
    for (const ParamInfo& param : info.params) {
      const bool can_match = param.kind == ParamInfo::Kind::shares || param.kind == ParamInfo::Kind::percent;
      if (param.is_target && can_match) return &param;
    }
  }
  return nullptr;
}

std::string target_text(const ParamInfo& param, const Summary& target, const Scenario& scenario) {
  if (param.kind == ParamInfo::Kind::shares) {
    std::string text;
    for (const auto& [name, share] : target.mix) {
      text += (text.empty() ? "" : ", ") + quote(name) + ": " + format_number(share);
    }
    return "{" + text + "}";
  }
  const auto by_accuracy = [](const Variant& a, const Variant& b) { return a.accuracy_pct < b.accuracy_pct; };
  const auto [low, high] = std::minmax_element(scenario.variants.begin(), scenario.variants.end(), by_accuracy);
  // A mean over requests may leave the pool's range by a rounding error.
  return format_number(std::clamp(target.accuracy_served_pct, low->accuracy_pct, high->accuracy_pct));
}

std::string policy_text(const PolicyChoice& policy, const std::string& extra_key, const std::string& extra_value) {
  std::string text = "{name: " + quote(policy.name) + ", label: " + quote(policy.label);
  for (const auto& [key, value] : policy.params) text += ", " + quote(key) + ": " + value;
  if (!extra_key.empty()) text += ", " + quote(extra_key) + ": " + extra_value;
  return text + "}";
}

}  // namespace

Scenario resolve(const Cell& cell, const Summary* target, std::span<const PolicyInfo> policies) {
  if (cell.policy.match.empty()) return cell.document.read(policies);
  const ParamInfo* param = target_param(cell.policy.name, policies);
  if (param == nullptr) {
    throw ConfigError(cell.where + ": policy.match: " + cell.policy.name + " cannot be matched to another policy; remove it");
  }
  ScenarioDocument document = cell.document;
  document.set("policy", "{name: static-small}");  // takes no target: tells the pool
  const Scenario plain = document.read(policies);
  Summary any;  // before the run it is matched to is done, any target the pool allows checks the rest
  any.mix = {{plain.variants.front().name, 1.0}};
  any.accuracy_served_pct = plain.variants.front().accuracy_pct;
  const Summary& from = target != nullptr ? *target : any;
  if (from.mix.empty()) throw PolicyError("'" + cell.policy.match + "' served nothing, so there is nothing to match");
  document.set("policy", policy_text(cell.policy, param->key, target_text(*param, from, plain)));
  return document.read(policies);
}

}  // namespace cadis
