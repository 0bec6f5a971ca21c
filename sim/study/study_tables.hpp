#pragma once

#include <filesystem>

#include "study/result_store.hpp"

namespace cadis {

/// Writes runs.csv, references.csv, comparisons.csv, pairs.csv and failures.csv of the study whose
/// plan and results the store holds, into an existing folder. Memory does not grow with the number
/// of runs.
void write_study_tables(const std::filesystem::path& folder, const ResultStore& store);

}  // namespace cadis
