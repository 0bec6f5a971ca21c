#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "study/grid.hpp"
#include "study/result_store.hpp"

namespace cadis {

/// What the tables say of a run of a study, as it stands in the store beside its result: enough to
/// write them without the study's file.
struct PlannedRun {
  std::vector<std::string> titles;
  std::string policy;  ///< its label
  std::optional<std::uint64_t> seed;
  std::uint64_t point = 0;  ///< equal for runs that differ in the seed alone
  std::uint64_t group = 0;  ///< equal for runs that differ in policy and seed alone
  /// Orders of the runs it is compared with; -1: none.
  std::int64_t static_small = -1, static_large = -1, blind = -1, static_mix = -1, oracle = -1;
};

/// What they say of the study.
struct StudyTitle {
  std::string name;
  std::vector<std::string> columns;  ///< of the axes
  std::vector<bool> is_policy;       ///< by column
  bool has_one_seed;                 ///< so that runs are compared by their days
  std::vector<std::string> counted;  ///< names of `count_by` of all runs, sorted
};

ResultStore::Bytes encode(const PlannedRun& run);
/// DamagedError where it has not as many titles as there are columns.
PlannedRun decode_planned(const ResultStore::Bytes& bytes, const StudyTitle& title);

/// Replaces the store's plan and title by the grid's.
void write_plan(const Grid& grid, ResultStore& store);
StudyTitle read_title(const ResultStore& store);
void write_title(const StudyTitle& title, ResultStore& store);

/// "policy=heuristic arrivals.rate_rps=5 seed=1": a run's place in its study.
std::string describe(const StudyTitle& title, const PlannedRun& run);
StudyTitle title_of(const Grid& grid);
PlannedRun planned(const Grid& grid, std::size_t run);

}  // namespace cadis
