#include <algorithm>

#include "base/errors.hpp"
#include "study/cell.hpp"
#include "study/yaml_text.hpp"

namespace cadis {
namespace {

/// The parameter a matched policy gets its target through; null where it takes none.
const ParamInfo* target_param(const std::string& policy, std::span<const PolicyInfo> policies) {
  for (const PolicyInfo& info : policies) {
    if (info.name != policy) continue;
    for (const ParamInfo& param : info.params) {
      const bool can_match =
          param.kind == ParamInfo::Kind::shares || param.kind == ParamInfo::Kind::percent;
      if (param.is_target && can_match) return &param;
    }
  }
  return nullptr;
}

YamlNode target_node(const ParamInfo& param, const Summary& target, const Scenario& scenario,
                     const std::string& where) {
  if (param.kind == ParamInfo::Kind::shares) {
    std::vector<std::pair<std::string, YamlNode>> shares;
    for (const auto& [name, share] : target.mix)
      shares.emplace_back(name, number_node(share, where));
    return map_node(std::move(shares), where);
  }
  const auto by_accuracy = [](const Variant& a, const Variant& b) {
    return a.accuracy_pct < b.accuracy_pct;
  };
  const auto [low, high] =
      std::minmax_element(scenario.variants.begin(), scenario.variants.end(), by_accuracy);
  // A mean over requests may leave the pool's range by a rounding error.
  return number_node(std::clamp(target.accuracy_served_pct, low->accuracy_pct, high->accuracy_pct),
                     where);
}

YamlNode policy_node(const PolicyChoice& policy, const std::string& target_key, YamlNode target,
                     const std::string& where) {
  std::vector<std::pair<std::string, YamlNode>> entries{{"name", text_node(policy.name, where)},
                                                        {"label", text_node(policy.label, where)}};
  entries.insert(entries.end(), policy.params.begin(), policy.params.end());
  entries.emplace_back(target_key, std::move(target));
  return map_node(std::move(entries), where);
}

}  // namespace

Scenario resolve(const Cell& cell, const Summary* target, std::span<const PolicyInfo> policies) {
  const PolicyChoice& policy = *cell.policy;
  if (policy.match.empty()) return cell.document.read(policies);
  const ParamInfo* param = target_param(policy.name, policies);
  if (param == nullptr) {
    throw ConfigError(policy.where + ": policy.match: " + policy.name +
                      " cannot be matched to another policy; remove it");
  }
  ScenarioDocument document = cell.document;
  document.set("policy", map_node({{"name", text_node("static-small", policy.where)}},
                                  policy.where));  // takes no target: tells the pool
  const Scenario plain = document.read(policies);
  Summary
      any;  // before the run it is matched to is done, any target the pool allows checks the rest
  any.mix = {{plain.variants.front().name, 1.0}};
  any.accuracy_served_pct = plain.variants.front().accuracy_pct;
  const Summary& from = target != nullptr ? *target : any;
  if (from.mix.empty())
    throw PolicyError("'" + policy.match + "' served nothing, so there is nothing to match");
  document.set("policy", policy_node(policy, param->key,
                                     target_node(*param, from, plain, policy.where), policy.where));
  return document.read(policies);
}

}  // namespace cadis
