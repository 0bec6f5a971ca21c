#pragma once

#include <filesystem>

#include "study/plan.hpp"
#include "study/result_store.hpp"

namespace cadis {

/// pairs.csv: every two policies of a group against each other, over the seeds that both ran with,
/// one row per figure. Verdicts hold for all rows of a figure together (Holm). Memory: about 200
/// bytes a row.
void write_pairs(const std::filesystem::path& file, const ResultStore& store,
                 const StudyTitle& title);

}  // namespace cadis
