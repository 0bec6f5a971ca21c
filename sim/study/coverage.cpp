#include "study/coverage.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "model/checked_together.hpp"

namespace cadis {

Coverage::Coverage(const Grid& grid) : policies_(2 * grid.policies.size()) {
  std::set<std::string> alone{"policy"};  // keys that no set has, but for what follows
  for (const Axis& axis : grid.study.axes) {
    for (const AxisValue& value : axis.values) {
      for (const Setting& setting : value.settings) alone.insert(section_of(setting.key));
    }
  }
  for (const auto& set : checked_together()) {
    add_part(grid, set);
    for (const std::string_view key : set) alone.erase(std::string(key));
  }
  for (const std::string_view key : alone) add_part(grid, {&key, 1});
}

void Coverage::add_part(const Grid& grid, std::span<const std::string_view> keys) {
  // What sets something of the policy is known by the run's policy.
  std::vector<std::string_view> others(keys.begin(), keys.end());
  const bool has_policy = std::erase(others, "policy") > 0;
  Part part{
      {grid.study.axes, [&](const Axis& axis) { return sets_any(axis, others); }}, has_policy, {}};
  part.is_seen.resize(part.axes.size() * (has_policy ? policies_ : 1));
  parts_.push_back(std::move(part));
}

bool Coverage::add(const Run& run) {
  bool is_new = false;
  const std::uint64_t policy = 2 * std::uint64_t{run.policy} + (run.order >= first_reference);
  for (Part& part : parts_) {
    std::uint64_t place = part.axes.of(run.point);
    if (part.has_policy) place = place * policies_ + policy;
    if (part.is_seen[place]) continue;
    part.is_seen[place] = true;
    is_new = true;
  }
  return is_new;
}

}  // namespace cadis
