#pragma once

#include <string>
#include <vector>

#include "base/csv.hpp"
#include "study/plan.hpp"

namespace cadis {

/// The header of a table of groups: the axes but that of policies, then its own columns.
std::vector<std::string> group_header(const StudyTitle& title, const std::vector<std::string>& own);

/// Begins a row under group_header(): the titles of the run's group.
void write_group(CsvWriter& row, const StudyTitle& title, const PlannedRun& run);

/// What a table calls an axis: its key, or `axis_KEY` where a column has that name.
std::string axis_title(const std::string& key, const std::vector<std::string>& taken);

}  // namespace cadis
