#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "study/grid.hpp"

namespace cadis {

struct StudyOptions {
  std::size_t jobs = 1;     ///< runs at a time
  bool has_epochs = false;  ///< write each cell's own tables, too
};

struct FailedRun {
  std::string run, reason;
};

struct StudyOutcome {
  std::size_t runs = 0;  ///< done, references included
  std::vector<FailedRun> failed;
};

/// "policy=heuristic arrivals.rate_rps=5 seed=1": a run's place in its study.
std::string describe(const Grid& grid, std::size_t run);

/// Runs every cell and reference, each in a process of its own, and writes the study's tables into
/// an existing folder (see NewFolder). A run that fails is recorded and the others go on.
/// `progress` is told (done, all) after each. Throws Interrupted.
StudyOutcome run_study(const StudyFile& study, const Grid& grid,
                       std::span<const PolicyInfo> policies, const std::filesystem::path& folder,
                       const StudyOptions& options,
                       const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace cadis
