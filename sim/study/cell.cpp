#include "study/cell.hpp"

#include "study/point.hpp"
#include "study/yaml_text.hpp"

namespace cadis {

Cell make_cell(const Grid& grid, const Run& run) {
  const StudyFile& study = grid.study;
  Cell cell{study.base, &grid.policies[run.policy]};
  const auto values = values_at(study.axes, run.point);
  for (const std::size_t axis : grid.axis_order) {
    for (const Setting& setting : study.axes[axis].values[values[axis]].settings) {
      cell.document.set(setting.key, setting.value);
    }
  }
  if (const auto seed = cadis::seed(grid, run)) cell.document.set("seed", std::to_string(*seed));
  if (run.order >= first_reference && cell.policy->match.empty()) {
    const std::string& where = cell.policy->where;
    cell.document.set("policy", map_node({{"name", text_node(cell.policy->name, where)}}, where));
  }
  return cell;
}

std::vector<std::string> titles(const Grid& grid, const Run& run) {
  std::vector<std::string> list;
  const auto values = values_at(grid.study.axes, run.point);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Axis& axis = grid.study.axes[i];
    const auto& own = axis.values[values[i]].titles;
    if (axis.is_policy() && run.order >= first_reference)
      list.push_back(grid.policies[run.policy].label);
    else
      list.insert(list.end(), own.begin(), own.end());
  }
  return list;
}

std::optional<std::uint64_t> seed(const Grid& grid, const Run& run) {
  if (grid.study.seeds.empty()) return std::nullopt;
  return grid.study.seeds[run.seed];
}

}  // namespace cadis
