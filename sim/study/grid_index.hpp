#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "study/grid.hpp"

namespace cadis {

/// Policies and runs of a grid that grows, found by what they are.
class GridIndex {
 public:
  using Policies = std::vector<std::uint32_t>;  ///< indices into Grid::policies

  explicit GridIndex(Grid& grid) : grid_(grid) {}

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
  struct HashPlace {
    std::size_t operator()(const Place& place) const;
  };

  Grid& grid_;
  std::map<std::string, Policies> by_label_, by_meaning_;
  std::unordered_map<Place, std::uint32_t, HashPlace> by_place_;  ///< runs
};

}  // namespace cadis
