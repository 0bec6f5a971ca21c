#include "report/outputs.hpp"

#include "base/files.hpp"
#include "report/summary.hpp"
#include "report/tables.hpp"

namespace cadis {

void write_run_tables(const std::filesystem::path& folder, const Scenario& scenario,
                      const RunResult& result) {
  CsvWriter summary(summary_columns());
  write_summary_cells(summary, summarize(scenario, result));
  summary.end_row();
  write_whole(folder / "summary.csv", summary.text());
  write_whole(folder / "epochs.csv", format_epochs(scenario, result));
  write_whole(folder / "latency.csv", format_latency(result.latency));
}

void write_run_outputs(const std::filesystem::path& folder, const Scenario& scenario,
                       const RunResult& result, const RunCost& cost,
                       const std::string& simgrid_version) {
  write_run_tables(folder, scenario, result);
  write_whole(folder / "manifest.json", format_manifest(scenario, result, cost, simgrid_version));
}

}  // namespace cadis
