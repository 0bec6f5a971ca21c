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

Projection::Projection(const std::vector<Axis>& axes,
                       const std::function<bool(const Axis&)>& takes) {
  std::uint64_t unit = count_points(axes);
  for (const Axis& axis : axes) {
    unit /= axis.values.size();
    if (!takes(axis)) continue;
    digits_.push_back({unit, axis.values.size()});
    size_ *= axis.values.size();
  }
}

std::string section_of(const std::string& key) { return key.substr(0, key.find_first_of(".[")); }

bool sets_any(const Axis& axis, std::span<const std::string_view> sections) {
  return std::any_of(axis.values.begin(), axis.values.end(), [&](const AxisValue& value) {
    return std::any_of(value.settings.begin(), value.settings.end(), [&](const Setting& setting) {
      const std::string section = section_of(setting.key);
      return std::find(sections.begin(), sections.end(), section) != sections.end();
    });
  });
}

Projection groups(const std::vector<Axis>& axes) {
  return {axes, [](const Axis& axis) { return !axis.is_policy(); }};
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
