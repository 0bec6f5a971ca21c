#include "study/exclusion.hpp"

#include <algorithm>

namespace cadis {
namespace {

/// Where a column of the tables comes from: an axis, and a column of it.
using Column = std::pair<std::size_t, std::size_t>;

std::map<std::string, Column> columns_of(const std::vector<Axis>& axes) {
  std::map<std::string, Column> columns;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    for (std::size_t column = 0; column < axes[axis].columns.size(); ++column)
      columns.try_emplace(axes[axis].columns[column], axis, column);
  }
  return columns;
}

Projection on(const std::vector<Axis>& axes, std::size_t axis) {
  return {axes, [&](const Axis& one) { return &one == &axes[axis]; }};
}

}  // namespace

ExclusionFilter::ExclusionFilter(const StudyFile& study) : study_(study) {
  for (const Exclusion& exclusion : study.exclusions) read(exclusion);
}

void ExclusionFilter::read(const Exclusion& exclusion) {
  const std::vector<Axis>& axes = study_.axes;
  const auto columns = columns_of(axes);
  Rule rule;
  std::size_t first = 0;
  for (const auto& [name, title] : exclusion.column_titles) {
    const auto [axis, column] = columns.at(name);
    Condition condition{on(axes, axis), {}};
    for (const AxisValue& value : axes[axis].values)
      condition.is_meant.push_back(value.titles[column] == title);
    if (rule.conditions.empty()) first = axis;
    rule.conditions.push_back(std::move(condition));
  }
  if (rule.conditions.empty()) {
    without_axis_.push_back(rules_.size());
  } else {
    ByValue& list =
        lists_
            .try_emplace(first, ByValue{on(axes, first), std::vector<std::vector<std::size_t>>(
                                                             axes[first].values.size())})
            .first->second;
    const auto& meant = rule.conditions.front().is_meant;
    for (std::size_t value = 0; value < meant.size(); ++value) {
      if (meant[value]) list.rules[value].push_back(rules_.size());
    }
  }
  rules_.push_back(std::move(rule));
}

bool ExclusionFilter::leaves_out(Rule& rule, std::uint64_t point) {
  const bool holds =
      std::all_of(rule.conditions.begin(), rule.conditions.end(), [point](const Condition& one) {
        return one.is_meant[static_cast<std::size_t>(one.axis.of(point))];
      });
  rule.points += holds;
  return holds;
}

bool ExclusionFilter::leaves_out(std::uint64_t point) {
  bool is_out = false;
  const auto ask = [&](const std::vector<std::size_t>& rules) {
    for (const std::size_t rule : rules) is_out = leaves_out(rules_[rule], point) || is_out;
  };
  for (const auto& [axis, list] : lists_)
    ask(list.rules[static_cast<std::size_t>(list.axis.of(point))]);
  ask(without_axis_);
  return is_out;
}

void ExclusionFilter::check(Problems& problems) const {
  for (std::size_t e = 0; e < rules_.size(); ++e) {
    if (rules_[e].points == 0)
      problems.add(study_.exclusions[e].where, "exclude", "no cell is like that; remove it");
  }
}

}  // namespace cadis
