#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/csv.hpp"
#include "base/units.hpp"
#include "model/records.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// The totals of one run: summary.csv's row. What is undefined is nan and becomes an empty cell.
struct Summary {
  std::string scenario, policy, fidelity, family;
  std::uint64_t seed = 0;
  double arrivals = 0, served = 0, dropped = 0;
  double queued = 0;               ///< still in the system when the run ends
  double accuracy_served_pct = 0;  ///< mean over the served requests
  double accuracy_all_pct = 0;     ///< mean over all arrivals; one that was not served counts as 0
  Joules energy, idle_energy, switch_energy, service_energy;
  Grams carbon;
  Grams embodied;  ///< nan unless every device of the fleet states it
  Seconds latency_mean, latency_p50, latency_p95, latency_p99, latency_max;  ///< nan in `fluid`
  double busy_share_pct = 0;  ///< of all hosts' time: serving or loading
  double slo_violations = 0;  ///< nan in `fluid` and without an slo
  double switches = 0;
  bool peeks = false;
  Grams optimality_gap;
  std::vector<std::pair<std::string, double>>
      mix;  ///< share of the served by variant, those above 0, in the pool's order
  std::vector<std::pair<std::string, Grams>> counted;  ///< by signal of `count_by`, by name
};

/// Joules of hosts at rest, of all; nan where there are none.
double idle_share_pct(const Summary& summary);

Summary summarize(const Scenario& scenario, const RunResult& result);

/// summary.csv's header: the columns outside scripts rely on first, those of these signals of
/// `count_by` last.
std::vector<std::string> summary_columns(const std::vector<std::string>& counted = {});
/// Appends the cells of one row, in the order of summary_columns(); the caller ends the row. A
/// signal that the run was not counted by has an empty cell.
void write_summary_cells(CsvWriter& writer, const Summary& summary,
                         const std::vector<std::string>& counted = {});
/// What a run was counted by.
std::vector<std::string> counted_names(const Summary& summary);

}  // namespace cadis
