#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/grid.hpp"

namespace cadis {

/// What is kept of a finished run.
struct RunRecord {
  std::string id;  ///< first 12 hexadecimal digits of the SHA-256 of the resolved scenario
  Summary summary;
};
/// By run of the grid; nothing for one that failed.
using RunRecords = std::vector<std::optional<RunRecord>>;

/// runs.csv or, for the runs after the cells, references.csv: axis columns, summary columns,
/// `cell`. Failed runs have no row.
std::string format_runs(const Grid& grid, const RunRecords& records);
std::string format_references(const Grid& grid, const RunRecords& records);

/// comparisons.csv: one row per (group, policy), means over seeds with 95 % intervals.
std::string format_comparisons(const Grid& grid, const RunRecords& records);

}  // namespace cadis
