#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "report/sample.hpp"
#include "report/totals.hpp"
#include "study/plan.hpp"
#include "study/result_store.hpp"

namespace cadis {

/// A policy in a group: the orders of its runs, one a seed.
using Orders = std::vector<std::int64_t>;
/// The policies of a group, in the order of the grid.
using Group = std::vector<Orders>;

/// The groups in the order in which the grid names them.
std::vector<Group> read_groups(const ResultStore& store, const StudyTitle& title);

/// A run beside the smallest variant of its group and seed, if that has run.
struct Beside {
  RunFigures run;
  std::optional<RunFigures> static_small;
};

/// A policy's finished runs.
struct PolicyRuns {
  PlannedRun planned;  ///< of one of them
  std::map<std::uint64_t, Beside> by_seed;
  std::vector<Beside> without_day;  ///< in a study of one seed
};
PolicyRuns read_runs(const ResultStore& store, const StudyTitle& title, const Orders& orders);

/// Two policies by what both have run.
struct Matched {
  Replicas<Beside> a, b;
};
Matched match(const PolicyRuns& a, const PolicyRuns& b);

/// What two policies are compared on.
struct Measure {
  const char* title;
  Goal goal;
  Figure (*of)(const Beside&);
};
/// In the order of the tables; a new one is a line there.
const std::vector<Measure>& measures();

}  // namespace cadis
