#include "study/policy_choice.hpp"

#include <algorithm>

#include "study/yaml_text.hpp"

namespace cadis {

PolicyChoice read_choice(const ScenarioDocument& document) {
  const YamlNode* policy = document.find("policy");
  PolicyChoice choice;
  if (policy == nullptr || policy->kind != YamlNode::Kind::map) return choice;
  choice.where = policy->where;
  for (std::size_t i = 0; i < policy->keys.size(); ++i) {
    const std::string& key = policy->keys[i].text;
    const YamlNode& value = policy->items[i];
    const bool is_scalar = value.kind == YamlNode::Kind::scalar;
    if (key == "name" && is_scalar)
      choice.name = value.text;
    else if (key == "label" && is_scalar)
      choice.label = value.text;
    else if (key == "match" && is_scalar)
      choice.match = value.text;
    else
      choice.params.emplace_back(key, value);
  }
  if (choice.label.empty()) choice.label = choice.name;
  return choice;
}

std::string meaning(const PolicyChoice& policy) {
  std::string text = policy.name + "\n" + policy.match;
  std::vector<std::string> lines;
  for (const auto& [key, value] : policy.params)
    lines.push_back("\n" + key + "=" + flow_text(value));
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) text += line;
  return text;
}

}  // namespace cadis
