#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "study/grid.hpp"

namespace cadis {

/// Policies and runs of a grid that grows, found by what they are.
class GridIndex {
 public:
  using Policies = std::vector<std::uint32_t>;  ///< indices into Grid::policies

  /// Room for so many runs is made at once; more may come.
  GridIndex(Grid& grid, std::size_t runs);

  std::uint32_t add_policy(PolicyChoice choice);
  std::uint32_t add_run(const Run& run);

  /// None: an empty list.
  [[nodiscard]] const Policies& with_label(const std::string& label) const;
  [[nodiscard]] const Policies& like(const PolicyChoice& choice) const;
  /// The first run of the same group and seed with one of these policies, or no_run.
  [[nodiscard]] std::uint32_t beside(const Run& run, const Policies& wanted) const;

 private:
  struct Place {
    std::uint64_t group;
    std::uint32_t seed, policy;
    bool operator==(const Place&) const = default;
  };
  [[nodiscard]] Place place_of(const Run& run) const;
  /// Where a run of this place stands in the table, or the empty slot where it would.
  [[nodiscard]] std::size_t slot_of(const Place& place) const;
  void make_room(std::size_t slots);

  Grid& grid_;
  std::map<std::string, Policies> by_label_, by_meaning_;
  /// A hash table of runs by place, in four bytes a slot: what is compared stands in the grid. A
  /// power of two, at most two thirds full.
  std::vector<std::uint32_t> slots_;
};

}  // namespace cadis
