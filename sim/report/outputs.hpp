#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "model/records.hpp"
#include "model/scenario.hpp"
#include "report/manifest.hpp"
#include "report/summary.hpp"

namespace cadis {

/// What a run's folder may hold.
inline constexpr std::array<std::string_view, 5> run_files{
    "summary.csv", "epochs.csv", "regions.csv", "latency.csv", "manifest.json"};

/// summary.csv, epochs.csv, latency.csv and, of a scenario with regions, regions.csv into an
/// existing folder.
void write_run_tables(const std::filesystem::path& folder, const Scenario& scenario,
                      const RunResult& result, const Summary& summary);

/// The whole of a run's folder: the tables and manifest.json. The folder must exist (see
/// NewFolder).
void write_run_outputs(const std::filesystem::path& folder, const Scenario& scenario,
                       const RunResult& result, const Summary& summary,
                       const Assessment& assessment, const RunCost& cost,
                       const std::string& simgrid_version);

}  // namespace cadis
