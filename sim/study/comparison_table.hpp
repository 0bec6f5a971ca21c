#pragma once

#include <filesystem>

#include "study/plan.hpp"
#include "study/result_store.hpp"

namespace cadis {

/// comparisons.csv: one row per (group, policy), means over the seeds with 95 % intervals, and
/// against its references how probably it is better, with a verdict that holds for all rows
/// together (Holm); what is relative to grams also by each signal of `count_by`. Memory: about 200
/// bytes a row.
void write_comparisons(const std::filesystem::path& file, const ResultStore& store,
                       const StudyTitle& title);

}  // namespace cadis
