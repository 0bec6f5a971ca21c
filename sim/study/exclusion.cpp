#include "study/exclusion.hpp"

#include <algorithm>

namespace cadis {

bool ExclusionFilter::leaves_out(const std::vector<std::size_t>& values) {
  bool is_out = false;
  for (std::size_t e = 0; e < points_.size(); ++e) {
    const bool is_match = matches(study_.exclusions[e], values);
    points_[e] += is_match;
    is_out = is_out || is_match;
  }
  return is_out;
}

bool ExclusionFilter::matches(const Exclusion& exclusion,
                              const std::vector<std::size_t>& values) const {
  const std::vector<Axis>& axes = study_.axes;
  const auto& wanted = exclusion.column_titles;
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& one) {
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      for (std::size_t column = 0; column < axes[axis].columns.size(); ++column) {
        if (axes[axis].columns[column] == one.first)
          return axes[axis].values[values[axis]].titles[column] == one.second;
      }
    }
    return false;
  });
}

void ExclusionFilter::check(Problems& problems) const {
  for (std::size_t e = 0; e < points_.size(); ++e) {
    if (points_[e] == 0)
      problems.add(study_.exclusions[e].where, "exclude", "no cell is like that; remove it");
  }
}

}  // namespace cadis
