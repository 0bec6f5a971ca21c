#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/csv.hpp"
#include "engine/hand_built.hpp"
#include "report/summary.hpp"
#include "report/tables.hpp"

namespace cadis::test {

/// Equal steps over a scenario's run.
inline CountedSignal counted_signal(const Scenario& scenario, const std::string& name,
                                    const std::vector<double>& g_per_kwh) {
  const auto steps = static_cast<Eigen::Index>(g_per_kwh.size());
  const StepSeries series{scenario.start, scenario.duration / static_cast<double>(steps),
                          Eigen::Map<const Eigen::ArrayXd>(g_per_kwh.data(), steps)};
  return {name, CarbonSignal::from_series(series, scenario.start, scenario.duration, name)};
}

/// A run's tables as they are written.
inline std::vector<CsvTable> tables(const Scenario& scenario, const RunResult& result) {
  const Summary summary = summarize(scenario, result);
  CsvWriter totals(summary_columns(counted_names(scenario)));
  write_summary_cells(totals, summary, counted_names(scenario));
  totals.end_row();
  std::vector<CsvTable> list{CsvTable::parse(totals.text(), "summary.csv"),
                             CsvTable::parse(format_epochs(scenario, result), "epochs.csv"),
                             CsvTable::parse(format_latency(result.latency), "latency.csv")};
  if (!scenario.regions.empty())
    list.push_back(CsvTable::parse(format_regions(scenario, result), "regions.csv"));
  return list;
}

/// That a column's cells are those of another, to the byte.
inline void check_same_cells(const CsvTable& table, const std::string& column,
                             const std::string& other) {
  REQUIRE(table.rows() > 0);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    CAPTURE(row);
    REQUIRE(table.cell(row, table.column(column).value()) ==
            table.cell(row, table.column(other).value()));
  }
}

/// That every column of one table stands in another, with the same bytes.
inline void check_holds_all_of(const CsvTable& table, const CsvTable& plain) {
  REQUIRE(table.rows() == plain.rows());
  for (std::size_t column = 0; column < plain.header().size(); ++column) {
    CAPTURE(plain.header()[column]);
    REQUIRE(table.header()[column] == plain.header()[column]);
    for (std::size_t row = 0; row < plain.rows(); ++row)
      REQUIRE(table.cell(row, column) == plain.cell(row, column));
  }
}

}  // namespace cadis::test
