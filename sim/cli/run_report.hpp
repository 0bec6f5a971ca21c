#pragma once

#include <filesystem>
#include <string>

#include "report/assessment.hpp"

namespace cadis {

/// What a run says at its end, on a terminal or in a log: requests and accuracy; grams, and what
/// drew the joules; latencies and the objective; load; headroom; where the tables are; then the
/// warnings.
std::string run_report(const Scenario& scenario, const RunResult& result, const Summary& summary,
                       const Assessment& assessment, const std::filesystem::path& folder);

/// The same in one line, without warnings.
std::string run_line(const Summary& summary, const std::filesystem::path& folder);

/// For machines: an object with summary.csv's columns, headroom, warnings and the folder, in a
/// line.
std::string run_json(const Summary& summary, const Assessment& assessment,
                     const std::filesystem::path& folder);

}  // namespace cadis
