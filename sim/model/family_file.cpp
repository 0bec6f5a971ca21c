#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/names.hpp"
#include "model/scenario_reader.hpp"
#include "model/yaml_map.hpp"

namespace cadis {
namespace {

constexpr std::uint64_t largest_batch = 1'000'000;
constexpr std::size_t most_variants = 1000;

void read_variants(YamlMap& root, Family& family) {
  auto rows = root.map("variants", Need::required);
  if (!rows) return;
  if (rows->node().keys.empty())
    root.problem("variants", "expected at least one variant, got none");
  if (rows->node().keys.size() > most_variants) {
    root.problem("variants", fmt::format("expected at most {} variants, got {}", most_variants,
                                         rows->node().keys.size()));
    root.problems().throw_if_any();
  }
  for (const auto& key : rows->node().keys) {
    if (std::any_of(family.variants.begin(), family.variants.end(),
                    [&](const auto& v) { return v.name == key.text; }))
      continue;
    auto row = rows->map(key.text);
    if (!row) continue;
    Variant variant;
    variant.name = key.text;
    if (key.text.find_first_of(":;|,") != std::string::npos)
      rows->problem(
          key.text,
          "expected a name without ':', ';', '|' and ',', which separate variants in the tables");
    variant.accuracy_pct = row->number("accuracy_pct", {0, 100}, Need::required).value_or(0);
    variant.weights_gb = row->number("weights_gb", not_negative);
    variant.source = row->text("source", Need::required).value_or("");
    row->finish();
    family.variants.push_back(std::move(variant));
  }
}

std::vector<std::string> names_of(const std::vector<Variant>& variants) {
  std::vector<std::string> names;
  for (const auto& variant : variants) names.push_back(variant.name);
  return names;
}

/// The variant and device of a row, the variant being one of the family's.
std::optional<std::pair<std::string, std::string>> read_pair(
    YamlMap& row, const std::vector<std::string>& known) {
  const auto variant = row.text("variant", Need::required);
  const auto device = row.text("device", Need::required);
  if (!variant || !device) return std::nullopt;
  if (std::find(known.begin(), known.end(), *variant) == known.end()) {
    row.problem("variant",
                fmt::format("unknown variant '{}'; {}", *variant, suggest(*variant, known)));
    return std::nullopt;
  }
  return std::pair{*variant, *device};
}

void read_profiles(YamlMap& root, Family& family) {
  const auto known = names_of(family.variants);
  for (const auto& item : root.list("profiles", Need::required)) {
    YamlMap row(*item.node, item.key, root.problems());
    if (!row.is_map()) continue;
    const auto pair = read_pair(row, known);
    const auto batch = row.integer("batch", 1, largest_batch, Need::required);
    const auto time_ms = row.number("service_ms", positive, Need::required);
    const auto power = row.number("busy_w", positive);
    row.text("source", Need::required);
    row.finish();
    if (!pair || !batch || !time_ms) continue;
    // No figure of its own: the device's busy power, once the platform is known.
    const Seconds time{*time_ms * 1e-3};
    if (time <= Seconds{0}) {
      row.problem(
          "service_ms",
          fmt::format("expected a time that a number can hold in seconds, got {}", *time_ms));
      continue;
    }
    const Service service{time, Watts{power.value_or(std::numeric_limits<double>::quiet_NaN())}};
    if (!family.profiles[*pair].emplace(static_cast<int>(*batch), service).second) {
      row.problem("batch",
                  fmt::format("duplicate row: {} on {} at batch {} is given before; keep one",
                              pair->first, pair->second, *batch));
    }
  }
}

void read_loads(YamlMap& root, Family& family) {
  if (!root.has("switching")) return;
  const auto known = names_of(family.variants);
  for (const auto& item : root.list("switching")) {
    YamlMap row(*item.node, item.key, root.problems());
    if (!row.is_map()) continue;
    const auto pair = read_pair(row, known);
    const auto time = row.number("load_time_s", not_negative, Need::required);
    const auto power = row.number("load_power_w", not_negative, Need::required);
    row.text("source", Need::required);
    row.finish();
    if (!pair || !time || !power) continue;
    if (!family.loads.emplace(*pair, Load{Seconds{*time}, Watts{*power}}).second) {
      row.problem("variant", fmt::format("duplicate row: {} on {} is given before; keep one",
                                         pair->first, pair->second));
    }
  }
}

}  // namespace

Family read_family(const Input& file) {
  Problems problems;
  const auto document = parse_yaml_document(read_yaml_text(file), file.name());
  YamlMap root(document, "", problems);
  check_version(root);
  Family family;
  family.name = root.text("family", Need::required).value_or("");
  family.task = root.text("task").value_or("");
  read_variants(root, family);
  read_profiles(root, family);
  read_loads(root, family);
  root.finish();
  problems.throw_if_any();
  return family;
}

}  // namespace cadis
