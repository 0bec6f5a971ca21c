#include "study/point.hpp"

#include <algorithm>
#include <numeric>

namespace cadis {

std::uint64_t count_points(const std::vector<Axis>& axes) {
  std::uint64_t points = 1;
  for (const Axis& axis : axes) points = std::min(most_points + 1, points * axis.values.size());
  return points;
}

std::vector<std::size_t> values_at(const std::vector<Axis>& axes, std::uint64_t point) {
  std::vector<std::size_t> values(axes.size());
  for (std::size_t axis = axes.size(); axis-- > 0; point /= axes[axis].values.size()) {
    values[axis] = point % axes[axis].values.size();
  }
  return values;
}

std::uint64_t group_of(const std::vector<Axis>& axes, const std::vector<std::size_t>& values) {
  std::uint64_t group = 0;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    if (!axes[axis].is_policy()) group = group * axes[axis].values.size() + values[axis];
  }
  return group;
}

std::vector<std::size_t> outer_first(const std::vector<Axis>& axes) {
  std::vector<std::size_t> order(axes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto depth = [&](std::size_t axis) {
    const std::string& key = axes[axis].values.front().settings.front().key;
    return std::count_if(key.begin(), key.end(), [](char c) { return c == '.' || c == '['; });
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return depth(a) < depth(b); });
  return order;
}

}  // namespace cadis
