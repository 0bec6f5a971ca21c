#include "study/axis.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/names.hpp"
#include "base/numbers.hpp"
#include "study/yaml_text.hpp"

namespace cadis {
namespace {

constexpr double most_steps = 100'000;
constexpr std::size_t most_keys =
    1000;  ///< of a cell, each of which is looked for among the others

/// Reports that there are more keys than a scenario could have.
bool is_too_wide(const YamlMap& keys) {
  const YamlNode& node = keys.node();
  if (node.keys.size() <= most_keys) return false;
  keys.problems().add(node.where, keys.dotted(),
                      "expected at most " + std::to_string(most_keys) + " keys, got " +
                          std::to_string(node.keys.size()));
  return true;
}

/// What tables call a value: its label or name, its only entry, or itself.
std::string title_of(const YamlNode& value) {
  if (value.kind == YamlNode::Kind::scalar) return value.text;
  for (const char* key : {"label", "name"}) {
    if (const std::string* text = scalar_of(value.find(key))) return *text;
  }
  if (value.kind == YamlNode::Kind::map && value.items.size() == 1) {
    if (const std::string* text = scalar_of(&value.items.front())) return *text;
  }
  return flow_text(value);
}

/// The value that goes into the scenario: a policy keeps its label, which scenarios know, too.
YamlNode without_label(YamlNode value) {
  if (const YamlNode* label = value.find("label")) {
    const auto at = label - value.items.data();
    value.keys.erase(value.keys.begin() + at);
    value.items.erase(value.items.begin() + at);
  }
  return value;
}

AxisValue value_of(const std::string& key, const YamlNode& node) {
  return {{title_of(node)}, {{key, key == "policy" ? node : without_label(node)}}};
}

/// `{from: 5, to: 50, step: 5}`, or `count: 10` in place of the step, with `spacing: log` where
/// steps are to be factors; `unit: min` is written behind each number.
std::vector<YamlNode> read_range(YamlMap range) {
  const auto from = range.number("from", {}, Need::required);
  const auto to = range.number("to", {}, Need::required);
  const auto step = range.number("step", positive);
  const auto count = range.integer("count", 2, static_cast<std::uint64_t>(most_steps));
  const bool is_log = range.word("spacing", {"linear", "log"}).value_or("linear") == "log";
  const auto unit = range.text("unit");
  range.finish();
  if (!from || !to) return {};
  const auto problem = [&range](const char* key, const std::string& text) {
    range.problem(key, text);
    return std::vector<YamlNode>{};
  };
  if (*to <= *from) return problem("to", "expected more than `from`");
  if (range.has("step") == range.has("count")) {
    return problem("from", "expected `step` or `count` with `from` and `to`, one of them");
  }
  if (is_log && (!count || *from <= 0)) {
    return problem("spacing", "log takes `count`, and a `from` above 0");
  }
  if (!step && !count) return {};
  // `to` is in where it is a whole number of steps away, but for rounding.
  const double steps =
      step ? std::floor((*to - *from) / *step + 1e-9) : static_cast<double>(*count - 1);
  if (steps >= most_steps) return problem("step", "expected at most 100000 values");
  std::vector<YamlNode> values;
  for (double i = 0; i <= steps; ++i) {
    const double part = i / steps;
    double value = step ? *from + i * *step : *from + part * (*to - *from);
    if (is_log) value = *from * std::pow(*to / *from, part);
    // 0.1 + 2 * 0.1 is 0.3: twelve digits are what a range means.
    const double scale =
        value == 0 ? 1 : std::pow(10, 11 - std::floor(std::log10(std::abs(value))));
    const YamlNode number = number_node(std::round(value * scale) / scale, range.node().where);
    values.push_back(unit ? text_node(number.text + " " + *unit, number.where) : number);
  }
  return values;
}

std::vector<YamlNode> read_values(YamlMap& keys, const std::string& key) {
  std::vector<YamlNode> values;
  const YamlNode* node = keys.find(key);
  if (node != nullptr && node->kind == YamlNode::Kind::map && node->find("from") != nullptr) {
    if (auto range = keys.map(key)) return read_range(*range);
    return values;
  }
  for (const auto& item : keys.list(key)) values.push_back(*item.node);
  return values;
}

void check_titles(const Axis& axis, YamlMap& keys, const std::string& key) {
  std::set<std::vector<std::string>> titles;
  for (const AxisValue& value : axis.values) {
    if (titles.insert(value.titles).second) continue;
    keys.problems().add(value.settings.front().value.where, keys.dotted(key),
                        "two values are called '" + value.titles.front() +
                            "'; tell them apart with `label:` in a map");
  }
}

void read_single_axes(YamlMap& root, std::vector<Axis>& axes) {
  auto keys = root.map("axes");
  if (!keys || is_too_wide(*keys)) return;
  std::set<std::string> seen;
  for (const auto& key : keys->node().keys) {
    if (!seen.insert(key.text).second) continue;  // YamlMap reports what is given twice
    Axis axis{{key.text}, {}};
    for (const YamlNode& value : read_values(*keys, key.text)) {
      axis.values.push_back(value_of(key.text, value));
    }
    check_titles(axis, *keys, key.text);
    if (!axis.values.empty()) axes.push_back(std::move(axis));
  }
}

void read_zips(YamlMap& root, std::vector<Axis>& axes) {
  for (const auto& item : root.list("zip")) {
    YamlMap keys(*item.node, item.key, root.problems());
    if (is_too_wide(keys)) continue;
    Axis axis;
    for (const auto& key : keys.node().keys) {
      const auto values = read_values(keys, key.text);
      if (key.text == "policy" || key.text.starts_with("policy.")) {
        keys.problem(key.text,
                     "policies are compared with each other: make them an axis of `axes`");
      }
      if (axis.columns.empty()) axis.values.resize(values.size());
      if (values.size() != axis.values.size()) {
        keys.problem(key.text, "expected as many values as " + axis.columns.front() + " has, " +
                                   std::to_string(axis.values.size()) + ", got " +
                                   std::to_string(values.size()));
        continue;
      }
      axis.columns.push_back(key.text);
      for (std::size_t i = 0; i < values.size(); ++i) {
        AxisValue value = value_of(key.text, values[i]);
        axis.values[i].titles.push_back(value.titles.front());
        axis.values[i].settings.push_back(std::move(value.settings.front()));
      }
    }
    if (!axis.values.empty()) {
      check_titles(axis, keys, axis.columns.front());
      axes.push_back(std::move(axis));
    }
  }
}

void read_named_cells(YamlMap& root, std::vector<Axis>& axes) {
  auto cells = root.map("cells");
  if (!cells) return;
  Axis axis{{"named_cell"}, {}};
  std::set<std::string> seen;
  for (const auto& name : cells->node().keys) {
    if (!seen.insert(name.text).second) continue;
    AxisValue value{{name.text}, {}};
    auto keys = cells->map(name.text);
    if (keys && !is_too_wide(*keys)) {
      for (const auto& key : keys->node().keys) {
        if (const YamlNode* node = keys->find(key.text))
          value.settings.push_back({key.text, *node});
      }
      if (keys->is_map() && value.settings.empty()) {
        cells->problem(name.text, "expected scenario keys and their values");
      }
    }
    axis.values.push_back(std::move(value));
  }
  if (!axis.values.empty()) axes.push_back(std::move(axis));
}

/// A key is set by one axis only: of two, which one wins would be anybody's guess.
void check_keys(YamlMap& root, const std::vector<Axis>& axes) {
  std::set<std::string> taken;
  for (const Axis& axis : axes) {
    std::set<std::string> own;
    for (const AxisValue& value : axis.values) {
      for (const Setting& setting : value.settings) own.insert(setting.key);
    }
    for (const std::string& key : own) {
      if (!taken.insert(key).second) {
        root.problem(axis.columns.front() == "named_cell" ? "cells" : "axes",
                     "two axes set '" + key + "'; leave it to one");
      }
    }
  }
}

}  // namespace

std::vector<Axis> read_axes(YamlMap& root) {
  std::vector<Axis> axes;
  read_single_axes(root, axes);
  read_zips(root, axes);
  read_named_cells(root, axes);
  if (axes.size() > most_keys) root.problem("zip", "expected at most 1000 axes in all");
  check_keys(root, axes);
  return axes;
}

std::vector<Exclusion> read_exclusions(YamlMap& root, const std::vector<Axis>& axes) {
  std::vector<Exclusion> list;
  std::vector<std::string> columns;
  std::map<std::string, std::vector<std::string>> titles_of;  // by column, in order
  std::map<std::string, std::set<std::string>> known;
  for (const Axis& axis : axes) {
    columns.insert(columns.end(), axis.columns.begin(), axis.columns.end());
    for (std::size_t column = 0; column < axis.columns.size(); ++column) {
      for (const AxisValue& value : axis.values)
        titles_of[axis.columns[column]].push_back(value.titles[column]);
    }
  }
  for (const auto& [column, titles] : titles_of) known[column].insert(titles.begin(), titles.end());
  for (const auto& item : root.list("exclude")) {
    YamlMap keys(*item.node, item.key, root.problems());
    Exclusion exclusion{{}, item.node->where};
    for (const auto& key : keys.node().keys) {
      const YamlNode* node = keys.find(key.text);
      if (node == nullptr) continue;
      const std::string title = title_of(*node);
      const std::vector<std::string>& titles = titles_of[key.text];
      if (titles.empty()) {
        keys.problem(key.text, "no axis of that name; " + suggest(key.text, columns));
      } else if (!known[key.text].contains(title)) {
        keys.problem(key.text, "no value '" + title + "' on this axis; " + suggest(title, titles));
      }
      exclusion.column_titles.emplace_back(key.text, title);
    }
    list.push_back(std::move(exclusion));
  }
  return list;
}

}  // namespace cadis
