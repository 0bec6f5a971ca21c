#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "study/grid.hpp"
#include "study/result_store.hpp"

namespace cadis {

/// What a store says of its study besides plan and results.
struct StudyHead {
  std::string study_sha256, version, simgrid_version;
  std::map<std::string, std::string> input_sha256;  ///< by path as found
  std::string description;                          ///< JSON: name, seeds, axes
  bool is_finished = false;      ///< nothing is left to run; some may have failed
  double wall_s = 0, cpu_s = 0;  ///< of all times that it was at work
};

/// Of a grid, not finished.
StudyHead head_of(const Grid& grid);
/// Of a store that holds one (an empty one otherwise).
StudyHead read_head(const ResultStore& store);
void write_head(ResultStore& store, const StudyHead& head);
/// Of shards of one study. ConfigError where study, version or an input differ.
StudyHead join(std::span<const StudyHead> heads);

/// manifest.json of a finished study, from its store alone. Returns how many runs failed.
std::size_t write_study_manifest(const std::filesystem::path& folder, const ResultStore& store);

}  // namespace cadis
