#include "model/accounting.hpp"

#include <fmt/format.h>

namespace cadis {

void Accounting::add(const TraceProvenance& provenance) {
  for (const auto& word : {provenance.accounting, provenance.emissions}) {
    if (!word.empty() && word != "unknown") uses_.emplace(word, provenance.source);
  }
}

std::vector<std::string> Accounting::clashes() const {
  std::vector<std::string> sentences;
  const auto check = [&](const char* one, const char* other) {
    const auto a = uses_.find(one), b = uses_.find(other);
    if (a == uses_.end() || b == uses_.end()) return;
    sentences.push_back(
        fmt::format("mixes {} ({}) with {} ({}) carbon figures, whose grams do not compare; "
                    "if it is meant, say allow: [mixed-accounting]",
                    one, a->second, other, b->second));
  };
  check("average", "marginal");
  check("direct", "lifecycle");
  return sentences;
}

Accounting Accounting::of(Uses uses) {
  Accounting accounting;
  accounting.uses_ = std::move(uses);
  return accounting;
}

std::map<std::string, Accounting> accounting_of(const Scenario& scenario) {
  std::map<std::string, Accounting> by_key;
  const auto add = [&by_key](const std::string& key, const auto& provenance) {
    Accounting& accounting = by_key[key];
    if (provenance) accounting.add(*provenance);
  };
  const auto add_counted = [&add](const std::vector<CountedSignal>& signals) {
    for (const CountedSignal& signal : signals) add("count_by." + signal.name, signal.provenance);
  };
  if (scenario.regions.empty()) {
    add("carbon", scenario.carbon_provenance);
    add_counted(scenario.count_by);
  }
  for (const Region& region : scenario.regions) {
    add("carbon", region.carbon_provenance);
    add_counted(region.count_by);
  }
  return by_key;
}

void check_accounting(YamlMap& root, const Scenario& scenario) {
  if (allows_mixed_accounting(root)) return;
  auto by_key = accounting_of(scenario);
  const auto* const means =
      scenario.forecast ? std::get_if<ClimatologyForecast>(&scenario.forecast->method) : nullptr;
  if (means != nullptr) by_key["carbon"].add(provenance_of_climatology(means->climatology.name));
  for (const auto& [key, accounting] : by_key) {
    for (const std::string& clash : accounting.clashes()) {
      if (!scenario.regions.empty())
        root.problem("regions", key == "carbon" ? clash : key + " " + clash);
      else if (auto forecast = root.map("forecast"))  // one grid clashes with nothing else
        forecast->problem("climatology", clash);
    }
  }
}

bool allows_mixed_accounting(YamlMap& root) {
  bool is_allowed = false;
  for (const auto& item : root.list("allow")) {
    if (item.node->kind == YamlNode::Kind::scalar && item.node->text == "mixed-accounting")
      is_allowed = true;
    else
      root.problems().add(item.node->where, item.key,
                          "expected mixed-accounting, got " + describe(*item.node));
  }
  return is_allowed;
}

}  // namespace cadis
