#include "study/grid.hpp"

#include <algorithm>
#include <map>

#include "base/errors.hpp"
#include "study/check_runs.hpp"
#include "study/exclusion.hpp"
#include "study/grid_index.hpp"
#include "study/matching.hpp"
#include "study/point.hpp"
#include "study/references.hpp"

namespace cadis {
namespace {

bool touches_policy(const Axis& axis) {
  return std::any_of(axis.values.begin(), axis.values.end(), [](const AxisValue& value) {
    return std::any_of(value.settings.begin(), value.settings.end(), [](const Setting& setting) {
      return setting.key == "policy" || setting.key.starts_with("policy.");
    });
  });
}

/// The policies of points: read once for each combination of what sets something of them.
class PolicyOfPoint {
 public:
  PolicyOfPoint(const Grid& grid, GridIndex& index) : grid_(grid), index_(index) {
    for (const std::size_t axis : grid.axis_order) {
      if (touches_policy(grid.study.axes[axis])) axes_.push_back(axis);
    }
  }

  std::uint32_t operator()(const std::vector<std::size_t>& values) {
    std::vector<std::size_t> chosen;
    for (const std::size_t axis : axes_) chosen.push_back(values[axis]);
    const auto [known, is_new] = known_.try_emplace(std::move(chosen));
    if (is_new) known->second = index_.add_policy(read(values));
    return known->second;
  }

 private:
  [[nodiscard]] PolicyChoice read(const std::vector<std::size_t>& values) const {
    ScenarioDocument document = grid_.study.base;
    for (const std::size_t axis : axes_) {
      for (const Setting& setting : grid_.study.axes[axis].values[values[axis]].settings) {
        try {
          document.set(setting.key, setting.value);
        } catch (const ConfigError&) {  // check_runs() reports it
        }
      }
    }
    return read_choice(document);
  }

  const Grid& grid_;
  GridIndex& index_;
  std::vector<std::size_t> axes_;  ///< in the order in which they are applied
  std::map<std::vector<std::size_t>, std::uint32_t> known_;
};

/// The shard's cells, in order.
void add_cells(Grid& grid, GridIndex& index, const Shard& shard, Problems& problems) {
  const StudyFile& study = grid.study;
  const std::uint64_t points = count_points(study.axes);
  const std::size_t seeds = std::max<std::size_t>(1, study.seeds.size());
  if (points * seeds > most_points) {
    throw ConfigError(study.file.string() + ": expected at most " + std::to_string(most_points) +
                      " cells; split the study");
  }
  ExclusionFilter exclusions(study);
  PolicyOfPoint policy_of(grid, index);
  for (std::uint64_t point = 0; point < points; ++point) {
    const auto values = values_at(study.axes, point);
    if (exclusions.leaves_out(values)) continue;
    const std::uint64_t group = group_of(study.axes, values);
    for (std::uint32_t seed = 0; seed < seeds; ++seed, ++grid.all_cells) {
      if ((group * seeds + seed) % shard.count + 1 != shard.number) continue;
      index.add_run({static_cast<std::uint32_t>(point), seed, policy_of(values), no_run, group,
                     static_cast<std::int64_t>(grid.all_cells)});
    }
  }
  grid.cells = grid.runs.size();
  exclusions.check(problems);
  if (grid.all_cells == 0)
    problems.add(study.file.string(), "exclude", "every cell is excluded; leave some");
}

}  // namespace

Grid expand(const StudyFile& study, std::span<const PolicyInfo> policies, std::size_t jobs,
            const Shard& shard) {
  Problems problems;
  Grid grid;
  grid.study = study;
  grid.axis_order = outer_first(study.axes);
  GridIndex index(grid);
  add_cells(grid, index, shard, problems);
  match_cells(grid, index, problems);
  add_references(grid, index);
  check_runs(grid, policies, jobs, problems);
  problems.throw_if_any();
  return grid;
}

}  // namespace cadis
