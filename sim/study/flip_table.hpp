#pragma once

#include <filesystem>

#include "study/plan.hpp"
#include "study/result_store.hpp"

namespace cadis {

/// Whether the study's grid has an axis `jitter.seed`.
bool has_draws(const StudyTitle& title);

/// flips.csv: every two policies of a group of figures as given (`jitter.seed` 0), one row per
/// figure: how often the other draws of the figures turn their rank round (flip_share()). A draw
/// counts where both have run in it. Needs has_draws(). Memory: about 200 bytes a row of pairs.csv.
void write_flips(const std::filesystem::path& file, const ResultStore& store,
                 const StudyTitle& title);

}  // namespace cadis
