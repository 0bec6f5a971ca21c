#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/scenario_reader.hpp"
#include "study/axis.hpp"

namespace cadis {

/// A study as its file describes it: a base scenario and what varies.
struct StudyFile {
  std::string name;
  std::filesystem::path file;
  ScenarioDocument base;
  std::vector<Axis> axes;
  std::vector<Exclusion> exclusions;
  std::vector<std::uint64_t> seeds;  ///< empty: the base scenario's
  /// Then runs are compared by their days.
  [[nodiscard]] bool has_one_seed() const { return seeds.size() <= 1; }
  bool has_references = true;            ///< `references: all` (default) or `none`
  bool allows_mixed_accounting = false;  ///< `allow: [mixed-accounting]`
  std::string sha256;                    ///< of the file
};

/// ConfigError with every problem as file:line:column where the study is broken. The cells are not
/// checked here.
StudyFile read_study(const Input& file);

}  // namespace cadis
