#pragma once

#include <string>
#include <vector>

#include "model/yaml_map.hpp"

namespace cadis {

/// A scenario key, dotted where nested, and what it is set to.
struct Setting {
  std::string key;
  YamlNode value;
};

/// One value of an axis: what tables call it, and what goes into the scenario.
struct AxisValue {
  std::vector<std::string> titles;  ///< one per column of the axis
  std::vector<Setting> settings;    ///< in the order in which they are applied
};

/// What varies as one: a key over its values, several keys zipped, or named cells.
struct Axis {
  std::vector<std::string> columns;  ///< what tables call it: its key or keys, or `named_cell`
  std::vector<AxisValue> values;     ///< not empty

  /// Whether runs that differ in it alone are compared: the axis of policies.
  [[nodiscard]] bool is_policy() const {
    return columns.size() == 1 && (columns[0] == "policy" || columns[0] == "policy.name");
  }
};

/// Cells that a study leaves out: those whose value has this title in each of these columns.
struct Exclusion {
  std::vector<std::pair<std::string, std::string>> column_titles;
  std::string where;
};

/// The sections `axes` (a list of values, or a range, per key), `zip` and `cells` of a study, in
/// this order; each as the file has it. What is wrong goes into the map's problems.
std::vector<Axis> read_axes(YamlMap& root);
/// The section `exclude`, checked against the axes.
std::vector<Exclusion> read_exclusions(YamlMap& root, const std::vector<Axis>& axes);

}  // namespace cadis
