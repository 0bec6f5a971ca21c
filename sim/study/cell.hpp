#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/summary.hpp"
#include "study/grid.hpp"

namespace cadis {

/// A run with its scenario's document.
struct Cell {
  ScenarioDocument document;  ///< everything set but a matched policy's target
  const PolicyChoice* policy;
};
/// ConfigError where the document cannot be set so.
Cell make_cell(const Grid& grid, const Run& run);

/// What tables call the run's value on each column of the axes; a reference's policy its label.
std::vector<std::string> titles(const Grid& grid, const Run& run);
/// Nothing where the study names no seeds.
std::optional<std::uint64_t> seed(const Grid& grid, const Run& run);

/// The scenario of a run; `target` is the summary of the run it is matched to. Where a matched run
/// has none yet, any target that the pool allows: enough to check the rest.
Scenario resolve(const Cell& cell, const Summary* target, std::span<const PolicyInfo> policies);

}  // namespace cadis
