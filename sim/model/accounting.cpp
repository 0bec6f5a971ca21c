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

Accounting accounting_of(const Scenario& scenario) {
  Accounting accounting;
  if (scenario.carbon_provenance) accounting.add(*scenario.carbon_provenance);
  for (const Region& region : scenario.regions) {
    if (region.carbon_provenance) accounting.add(*region.carbon_provenance);
  }
  return accounting;
}

void check_accounting(YamlMap& root, const Scenario& scenario) {
  if (allows_mixed_accounting(root)) return;
  Accounting accounting = accounting_of(scenario);
  const auto* const means =
      scenario.forecast ? std::get_if<ClimatologyForecast>(&scenario.forecast->method) : nullptr;
  if (means != nullptr) accounting.add(provenance_of_climatology(means->climatology.name));
  for (const std::string& clash : accounting.clashes()) {
    if (!scenario.regions.empty())
      root.problem("regions", clash);
    else if (auto forecast = root.map("forecast"))  // one grid clashes with nothing else
      forecast->problem("climatology", clash);
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
