#pragma once

#include <cstddef>
#include <optional>

#include "cli/arguments.hpp"
#include "cli/progress.hpp"
#include "study/study.hpp"
#include "study/study_folder.hpp"

namespace cadis {

// The options of `cadis study`, each read from its word; UsageError where it cannot take it.

std::size_t read_jobs(const Arguments& arguments);  ///< one a core where none is given
/// Nothing for the whole study. One shard of one is a shard, too, and waits for its merge.
std::optional<Shard> read_shard(const Arguments& arguments);
Child::Limits read_limits(const Arguments& arguments);
StudyFolder::Start read_start(const Arguments& arguments);
Progress::Style read_progress(const Arguments& arguments);

}  // namespace cadis
