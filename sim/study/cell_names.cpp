#include "study/cell_names.hpp"

#include "study/cell.hpp"

namespace cadis {

CellNames::CellNames(const Grid& grid) : grid_(grid) {
  const std::vector<Axis>& axes = grid.study.axes;
  for (const Axis& axis : axes) {
    if (axis.is_policy()) continue;
    Words words{{axes, [&axis](const Axis& one) { return &one == &axis; }}, {}};
    for (const AxisValue& value : axis.values) {
      std::string& text = words.by_value.emplace_back();
      for (std::size_t column = 0; column < axis.columns.size(); ++column)
        text += " " + axis.columns[column] + "=" + value.titles.at(column);
    }
    axes_.push_back(std::move(words));
  }
}

void CellNames::append(const Run& cell, std::string& text) const {
  text += "policy=";
  text += grid_.policies[cell.policy].label;
  for (const Words& words : axes_)
    text += words.by_value[static_cast<std::size_t>(words.axis.of(cell.point))];
  if (const auto seed = cadis::seed(grid_, cell)) text += " seed=" + std::to_string(*seed);
}

}  // namespace cadis
