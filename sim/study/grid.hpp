#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "report/summary.hpp"
#include "study/study_file.hpp"

namespace cadis {

/// A cell's policy, with what only a study understands taken out.
struct PolicyChoice {
  std::string name, label;
  std::string match;  ///< label of the cell it is matched to; empty: none
  std::vector<std::pair<std::string, YamlNode>> params;  ///< the other keys
};

/// One run of a study: a cell of its grid, or a reference run beside a group.
struct Cell {
  std::vector<std::string> titles;  ///< one per axis
  std::string group;  ///< equal for the cells that share everything but policy and seed
  std::optional<std::uint64_t> seed;
  ScenarioDocument document;  ///< everything set but a matched policy's target
  PolicyChoice policy;
  std::string where;                      ///< of the policy in the study file, for messages
  std::optional<std::size_t> matched_to;  ///< index of the run that gives the target
};

/// What a cell is compared with: indices of runs.
struct References {
  std::optional<std::size_t> static_small, static_large, blind, static_mix, oracle;
};

struct Grid {
  std::vector<Axis> axes;
  std::vector<Cell> runs;  ///< the cells in the order of the file (first axis slowest, seeds
                           ///< fastest), then the references
  std::size_t cells = 0;   ///< how many of the runs are cells
  std::vector<References> references;  ///< one per cell
};

/// Expands a study. ConfigError where a cell cannot be read or matches a cell that is not there;
/// every cell is checked.
Grid expand(const StudyFile& study, std::span<const PolicyInfo> policies);

/// The scenario of a run; `target` is the summary of the run it is matched to (null for one that is
/// not matched).
Scenario resolve(const Cell& cell, const Summary* target, std::span<const PolicyInfo> policies);

}  // namespace cadis
