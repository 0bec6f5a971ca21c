#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/csv.hpp"
#include "base/step_series.hpp"
#include "model/trace_provenance.hpp"

namespace cadis {

/// A real trace that Cadis ships: a column of a file in `traces/carbon`, and what
/// `traces/carbon.csv` says of it.
struct ShippedTrace {
  std::string name;
  std::filesystem::path file;
  std::string column;          ///< title of its value column
  TraceProvenance provenance;  ///< without the trace's SHA-256
};

/// The index of shipped traces, a row each; `folder` is that of the traces.
std::filesystem::path trace_index(const std::filesystem::path& folder);
std::vector<std::string> shipped_trace_names(const CsvTable& index);
/// Nothing where the index has no such name. ConfigError where its row is broken.
std::optional<ShippedTrace> find_shipped_trace(const std::filesystem::path& folder,
                                               const CsvTable& index, const std::string& name);

}  // namespace cadis
