#pragma once

#include <vector>

#include "report/comparison.hpp"
#include "report/summary.hpp"

namespace cadis {

/// The sums that comparisons are made of.
struct Totals {
  double arrivals = 0, served = 0;
  double accuracy_served_pct = 0;  ///< nan where nothing was served
  Grams carbon{0};
  Joules switch_energy{0};
  std::vector<Grams> counted{};  ///< by signals of `count_by`
};
Totals totals_of(const Summary& summary);

/// The same as figures.
struct RunFigures {
  Figure arrivals, served, accuracy_served_pct, carbon_g, switch_energy_j;
  std::vector<Figure> counted_g{};  ///< by signals of `count_by`

  [[nodiscard]] Outcome outcome() const { return {accuracy_served_pct, carbon_g}; }
};
RunFigures figures_of(const Totals& totals);
/// The same run, its grams those by another signal.
RunFigures counted_by(const RunFigures& run, std::size_t signal);

/// The grams that belong to `names`, in their order, of those that belong to `own`; nan where there
/// are none.
std::vector<Grams> in_order_of(const std::vector<std::string>& names,
                               const std::vector<std::string>& own,
                               const std::vector<Grams>& counted);

/// The totals of each whole UTC day of a run, oldest first.
using DayTotals = std::vector<Totals>;

/// As day_sums(); empty where an epoch is longer than a day.
DayTotals day_totals(const Scenario& scenario, const RunResult& result);

/// For each day the figures of a run without it, the other whole days standing in for it: what the
/// jackknife looks at. Hours outside whole days stay. What they came from is the run, which may be
/// much larger than what a day leaves. Empty below two days.
std::vector<RunFigures> without_each_day(const Totals& run, const DayTotals& days);

}  // namespace cadis
