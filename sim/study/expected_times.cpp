#include "study/expected_times.hpp"

#include <cmath>
#include <limits>

namespace cadis {

ExpectedTimes::ExpectedTimes(const std::vector<Axis>& axes) {
  for (std::size_t part = 0; part < places_.size(); ++part) {
    const auto& keys = size_keys().at(part);
    places_[part] = {axes, [&keys](const Axis& axis) { return sets_any(axis, keys); }};
    known_[part].resize(places_[part].size(), std::numeric_limits<double>::quiet_NaN());
  }
}

bool ExpectedTimes::learn(std::uint64_t point, const RunSize& size) {
  const std::array<double, 4> parts{size.intervals, size.hosts, size.requests,
                                    static_cast<double>(size.fidelity)};
  bool is_new = false;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    double& known = known_[part][places_[part].of(point)];
    is_new = is_new || std::isnan(known);
    known = parts[part];
  }
  return is_new;
}

Seconds ExpectedTimes::at(std::uint64_t point) const {
  const auto part = [&](std::size_t which) { return known_[which][places_[which].of(point)]; };
  // Of a cell that could not be read nothing is known, and the study is refused.
  if (std::isnan(part(3))) return Seconds{std::numeric_limits<double>::quiet_NaN()};
  return expected_run_time({part(0), part(1), part(2), static_cast<Fidelity>(part(3))});
}

}  // namespace cadis
