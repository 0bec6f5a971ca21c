#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "study/policy_choice.hpp"
#include "study/run_key.hpp"
#include "study/study_file.hpp"

namespace cadis {

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
  std::vector<std::size_t> axis_order;  ///< outer_first()
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

}  // namespace cadis
