#include "report/outputs.hpp"

#include "base/files.hpp"
#include "report/tables.hpp"

namespace cadis {

void write_run_tables(const std::filesystem::path& folder, const Scenario& scenario,
                      const RunResult& result, const Summary& summary) {
  const std::vector<std::string> counted = counted_names(summary);
  CsvWriter totals(summary_columns(counted));
  write_summary_cells(totals, summary, counted);
  totals.end_row();
  write_whole(folder / "summary.csv", totals.text());
  write_whole(folder / "epochs.csv", format_epochs(scenario, result));
  if (!scenario.regions.empty()) {
    write_whole(folder / "regions.csv", format_regions(scenario, result));
  }
  write_whole(folder / "latency.csv", format_latency(result.latency));
}

void write_run_outputs(const std::filesystem::path& folder, const Scenario& scenario,
                       const RunResult& result, const Summary& summary,
                       const Assessment& assessment, const RunCost& cost,
                       const std::string& simgrid_version) {
  write_run_tables(folder, scenario, result, summary);
  write_whole(folder / "manifest.json",
              format_manifest(scenario, summary, assessment, cost, simgrid_version));
}

}  // namespace cadis
