#pragma once

#include <filesystem>
#include <string>

namespace cadis {

/// comparisons.csv of a study's folder as a compact text table: the axes, the policy, accuracy,
/// grams and gains with half their 95 % interval, and the verdict against the blind control.
std::string results_table(const std::filesystem::path& folder);

}  // namespace cadis
