#pragma once

#include <optional>
#include <vector>

#include "report/totals.hpp"
#include "study/plan.hpp"
#include "study/result_store.hpp"

namespace cadis {

/// What the store keeps of a finished run for comparisons, its grams by the study's counted
/// signals.
struct KeptRun {
  RunFigures figures;
  bool peeks = false;
  std::vector<RunFigures> without_day;  ///< without_each_day(); empty in a study of several seeds
  /// DamagedError where it has no such day: runs that are compared have the same.
  [[nodiscard]] const RunFigures& without(std::size_t day) const;
};
/// Nothing for a run that is not finished.
std::optional<KeptRun> kept_run(const ResultStore& store, const StudyTitle& title,
                                const ResultStore::Planned& run);
/// The run at this place in the plan; nothing, too, where there is none.
std::optional<KeptRun> kept_run(const ResultStore& store, const StudyTitle& title,
                                std::int64_t order);

}  // namespace cadis
