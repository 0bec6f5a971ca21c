#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "study/child.hpp"
#include "study/grid.hpp"
#include "study/result_store.hpp"

namespace cadis {

struct StudyOptions {
  std::size_t jobs = 1;     ///< runs at a time
  bool has_epochs = false;  ///< each run writes its own tables, too, below cells/ID/
  Child::Limits limits;     ///< of each run
};

/// How far a study is.
struct StudyProgress {
  std::size_t done = 0, failed = 0, all = 0;
  std::size_t kept = 0;  ///< of the done: from an earlier time
};

struct FailedRun {
  std::string run, reason;
};

struct StudyOutcome {
  StudyProgress progress;
  std::vector<FailedRun> failed;
};

/// Runs every run of the grid that the store has no result of, each in a process of its own, the
/// longest first as far as the store knows, and a matched one after its target. A run that fails is
/// put down as that, and the others go on. `report` is told several times a second. Throws
/// Interrupted, having kept what was finished; StorageError where the store cannot be written.
StudyOutcome run_study(const Grid& grid, std::span<const PolicyInfo> policies,
                       const std::filesystem::path& folder, ResultStore& store,
                       const StudyOptions& options,
                       const std::function<void(const StudyProgress&)>& report);

}  // namespace cadis
