#include "study/grid.hpp"

#include <algorithm>
#include <limits>

#include "base/errors.hpp"
#include "study/check_runs.hpp"
#include "study/exclusion.hpp"
#include "study/grid_index.hpp"
#include "study/matching.hpp"
#include "study/point.hpp"
#include "study/references.hpp"
#include "study/run_keys.hpp"

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
  PolicyOfPoint(const Grid& grid, GridIndex& index)
      : grid_(grid), index_(index), combination_(grid.study.axes, touches_policy) {
    known_.resize(combination_.size(), no_policy);
  }

  std::uint32_t operator()(std::uint64_t point) {
    std::uint32_t& known = known_[combination_.of(point)];
    if (known == no_policy) known = index_.add_policy(read(values_at(grid_.study.axes, point)));
    return known;
  }

 private:
  static constexpr std::uint32_t no_policy = std::numeric_limits<std::uint32_t>::max();

  [[nodiscard]] PolicyChoice read(const std::vector<std::size_t>& values) const {
    ScenarioDocument document = grid_.study.base;
    for (const std::size_t axis : grid_.axis_order) {
      if (!touches_policy(grid_.study.axes[axis])) continue;
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
  Projection combination_;
  std::vector<std::uint32_t> known_;  ///< by combination
};

std::size_t count_seeds(const StudyFile& study) {
  return std::max<std::size_t>(1, study.seeds.size());
}

/// Cells, those that are excluded among them.
std::uint64_t count_cells(const StudyFile& study) {
  const std::uint64_t cells = count_points(study.axes) * count_seeds(study);
  if (cells <= most_points) return cells;
  throw ConfigError(study.file.string() + ": expected at most " + std::to_string(most_points) +
                    " cells; split the study");
}

/// The shard's cells, in order.
void add_cells(Grid& grid, GridIndex& index, const Shard& shard, Problems& problems) {
  const StudyFile& study = grid.study;
  const std::uint64_t points = count_points(study.axes);
  const std::size_t seeds = count_seeds(study);
  ExclusionFilter exclusions(study);
  PolicyOfPoint policy_of(grid, index);
  for (std::uint64_t point = 0; point < points; ++point) {
    if (exclusions.leaves_out(point)) continue;
    const std::uint64_t group = grid.by_group.of(point);
    for (std::uint32_t seed = 0; seed < seeds; ++seed, ++grid.all_cells) {
      if ((group * seeds + seed) % shard.count + 1 != shard.number) continue;
      index.add_run({static_cast<std::uint32_t>(point), seed, policy_of(point), no_run,
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
            const Shard& shard, Keys keys) {
  Problems problems;
  Grid grid;
  const std::uint64_t cells = count_cells(study);
  grid.study = study;
  grid.axis_order = outer_first(study.axes);
  grid.by_group = groups(study.axes);
  {
    GridIndex index(grid, cells / shard.count + 1);
    add_cells(grid, index, shard, problems);
    match_cells(grid, index, problems);
    add_references(grid, index);
  }
  check_runs(grid, policies, jobs, problems);
  problems.throw_if_any();
  if (keys == Keys::wanted) set_keys(grid, policies, jobs);
  return grid;
}

}  // namespace cadis
