#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "study/point.hpp"
#include "study/policy_choice.hpp"
#include "study/run_key.hpp"
#include "study/study_file.hpp"

namespace cadis {

inline constexpr std::uint32_t no_run = std::numeric_limits<std::uint32_t>::max();

/// One run of a study: a cell of its grid, or a reference run beside a group. Small, since a study
/// may have a million; its scenario is made when it is asked for (see make_cell()).
struct Run {
  std::uint32_t point;   ///< see point.hpp
  std::uint32_t seed;    ///< index into the study's seeds; 0 where it has none
  std::uint32_t policy;  ///< index into Grid::policies
  std::uint32_t matched_to = no_run;
  /// Place in the tables, the same in every shard: cells count from 0, references from
  /// `first_reference` on in the order of the cells that ask for them.
  std::int64_t order;
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
  std::vector<RunKey> keys;            ///< of the runs; none where they were not wanted
  std::size_t cells = 0;               ///< how many of the runs are cells
  std::size_t all_cells = 0;           ///< of all shards
  std::vector<References> references;  ///< one per cell
  std::map<std::string, std::string> input_sha256;  ///< of all runs, by path as found
  std::vector<std::string> counted;                 ///< names of `count_by` of all runs, sorted
  Projection by_group;

  /// Equal for runs that share everything but policy and seed.
  [[nodiscard]] std::uint64_t group_of(const Run& run) const { return by_group.of(run.point); }
};

/// Whether a grid's runs get their keys: not where they are looked at alone.
enum class Keys { wanted, unwanted };

/// Expands a study, or a shard of it, by so many processes side by side. ConfigError where a cell
/// cannot be read, or matches a policy that is not there; see check_runs().
Grid expand(const StudyFile& study, std::span<const PolicyInfo> policies, std::size_t jobs = 1,
            const Shard& shard = {}, Keys keys = Keys::wanted);

}  // namespace cadis
