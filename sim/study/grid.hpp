#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "report/summary.hpp"
#include "study/result_store.hpp"
#include "study/study_file.hpp"

namespace cadis {

/// A cell's policy, with what only a study understands taken out.
struct PolicyChoice {
  std::string name, label;
  std::string match;  ///< label of the policy it is matched to; empty: none
  std::vector<std::pair<std::string, YamlNode>> params;  ///< the other keys
  std::string where;                                     ///< in the study file, for messages
};

inline constexpr std::uint32_t no_run = std::numeric_limits<std::uint32_t>::max();

/// One run of a study: a cell of its grid, or a reference run beside a group. Small, since a study
/// may have a million; its scenario is made when it is asked for (see make_cell()).
struct Run {
  std::uint32_t point;   ///< combination of the axes' values, the first axis slowest
  std::uint32_t seed;    ///< index into the study's seeds; 0 where it has none
  std::uint32_t policy;  ///< index into Grid::policies
  std::uint32_t matched_to = no_run;
  std::uint64_t group;  ///< equal for runs that share everything but policy and seed
  /// Place in the tables, the same in every shard: cells count from 0, references from
  /// `first_reference` on in the order of the cells that ask for them.
  std::int64_t order;
  RunKey key{};
  float expected_s = 0;  ///< expected_run_time(): rough
};
inline constexpr std::int64_t first_reference = std::int64_t{1} << 48;

/// What a cell is compared with: indices of runs, or no_run.
struct References {
  std::uint32_t static_small = no_run, static_large = no_run, blind = no_run, static_mix = no_run,
                oracle = no_run;
};

/// One of `count` parts of a study, by itself; counted from 1. Runs of one group and seed are in
/// one shard, so that it has all that its runs need.
struct Shard {
  std::size_t number = 1, count = 1;
};

struct Grid {
  StudyFile study;
  std::vector<PolicyChoice> policies;
  std::vector<Run> runs;  ///< of the shard: the cells in the order of the file (first axis slowest,
                          ///< seeds fastest), then the references
  std::size_t cells = 0;  ///< how many of the runs are cells
  std::size_t all_cells = 0;                        ///< of all shards
  std::vector<References> references;               ///< one per cell
  std::map<std::string, std::string> input_sha256;  ///< of all runs, by path as found
};

/// Expands a study, or a shard of it. ConfigError where a cell cannot be read, or matches a policy
/// that is not there; every run is checked, by so many processes side by side, and gets its key.
Grid expand(const StudyFile& study, std::span<const PolicyInfo> policies, std::size_t jobs = 1,
            const Shard& shard = {});

/// A run with its scenario's document.
struct Cell {
  ScenarioDocument document;  ///< everything set but a matched policy's target
  const PolicyChoice* policy;
};
Cell make_cell(const Grid& grid, const Run& run);

/// What tables call the run's value on each column of the axes; a reference's policy its label.
std::vector<std::string> titles(const Grid& grid, const Run& run);
/// Nothing where the study names no seeds.
std::optional<std::uint64_t> seed(const Grid& grid, const Run& run);

/// The scenario of a run; `target` is the summary of the run it is matched to. Where a matched run
/// has none yet, any target that the pool allows: enough to check the rest.
Scenario resolve(const Cell& cell, const Summary* target, std::span<const PolicyInfo> policies);

/// Reads every run's scenario (with resolve()), by `jobs` processes side by side; sets the runs'
/// keys and expected times and the grid's inputs. What is wrong goes into `problems`.
void check_runs(Grid& grid, std::span<const PolicyInfo> policies, std::size_t jobs,
                Problems& problems);

}  // namespace cadis
