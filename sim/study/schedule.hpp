#pragma once

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

#include "study/grid.hpp"

namespace cadis {

/// Which run comes next: the longest of those that may start, by what runs of the same point with
/// other seeds took, or else by a rough estimate; of equals the first in the grid.
class Schedule {
 public:
  explicit Schedule(const Grid& grid) : grid_(grid) {}

  /// A run of this grid took so long, now or at an earlier time.
  void learn(std::size_t run, double wall_s);
  /// The run may start.
  void add(std::size_t run);
  /// The run may start once its target is done.
  void add_behind(std::size_t run) { behind_[grid_.runs[run].matched_to].push_back(run); }
  /// Takes out those that wait for this one.
  std::vector<std::size_t> take_behind(std::size_t target);
  std::optional<std::size_t> take_next();

  /// Seconds that the run will take.
  [[nodiscard]] double expected_s(std::size_t run) const;

 private:
  struct Mean {
    double sum_s = 0;
    double runs = 0;
  };

  const Grid& grid_;
  std::vector<std::pair<double, std::size_t>> ready_;  ///< a heap: the longest, the first on top
  std::unordered_map<std::size_t, std::vector<std::size_t>> behind_;
  std::unordered_map<std::uint64_t, Mean> by_point_;  ///< with the policy: references share points
};

}  // namespace cadis
