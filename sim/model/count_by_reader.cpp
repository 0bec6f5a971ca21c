#include <fmt/format.h>

#include <algorithm>

#include "model/scenario_sections.hpp"

namespace cadis {
namespace {

constexpr std::size_t most_signals = 16;

/// It becomes part of a column's title.
bool is_signal_name(const std::string& name) {
  const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return !name.empty() && letters.find(name.front()) != std::string::npos &&
         name.find_first_not_of(letters + "0123456789-_") == std::string::npos;
}

}  // namespace

std::vector<CountedSignal> read_count_by(YamlMap& owner, Reading& reading) {
  if (!owner.has("count_by")) return {};
  auto map = owner.map("count_by");
  if (!map || !map->is_map()) return {};
  const auto& keys = map->node().keys;
  if (keys.empty()) {
    owner.problem("count_by",
                  "expected at least one signal, such as marginal: {file: moer.csv}, got none; "
                  "name one, or leave the key out");
  }
  if (keys.size() > most_signals) {
    owner.problem("count_by", fmt::format("expected at most {} signals, got {}; leave some out",
                                          most_signals, keys.size()));
    return {};
  }
  std::vector<CountedSignal> signals;
  for (const auto& key : keys) {
    if (!is_signal_name(key.text)) {
      map->problem(key.text,
                   fmt::format("expected a name of letters, digits, '-' and '_' that begins with a "
                               "letter, got '{}'; rename it",
                               key.text));
      continue;
    }
    auto signal = read_signal(*map, key.text, reading);
    signals.push_back({key.text, std::move(signal.carbon), std::move(signal.provenance)});
  }
  std::sort(signals.begin(), signals.end(),
            [](const CountedSignal& a, const CountedSignal& b) { return a.name < b.name; });
  return signals;
}

}  // namespace cadis
