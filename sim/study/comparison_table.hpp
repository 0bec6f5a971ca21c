#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/csv.hpp"
#include "study/plan.hpp"
#include "study/result_store.hpp"

namespace cadis {

/// comparisons.csv: one row per (group, policy), means over the seeds with 95 % intervals, and
/// against its references how probably it is better, with a verdict that holds for all rows
/// together (Holm). Memory: about 200 bytes a row.
void write_comparisons(const std::filesystem::path& file, const ResultStore& store,
                       const StudyTitle& title);

/// The header of a table of groups: the axes but that of policies, then its own columns.
std::vector<std::string> group_header(const StudyTitle& title, const std::vector<std::string>& own);

/// Begins a row under group_header(): the titles of the run's group.
void write_group(CsvWriter& row, const StudyTitle& title, const PlannedRun& run);

/// What a table calls an axis: its key, or `axis_KEY` where a column has that name.
std::string axis_title(const std::string& key, const std::vector<std::string>& taken);

}  // namespace cadis
