#pragma once

#include <filesystem>

#include "study/cell.hpp"
#include "study/summary_codec.hpp"

namespace cadis {

/// The whole of a study's run, in this process: from its document to what is kept of it. `target`
/// as in resolve(). Its own tables go into `tables`, unless that is empty. Throws what resolving,
/// simulating and writing throw.
Answer run_cell(const Grid& grid, const Run& run, const Summary* target,
                std::span<const PolicyInfo> policies, const std::filesystem::path& tables,
                bool keeps_days);

}  // namespace cadis
