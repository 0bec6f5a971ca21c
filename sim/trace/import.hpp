#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "base/step_series.hpp"
#include "model/trace_provenance.hpp"
#include "model/vintages.hpp"
#include "trace/format.hpp"

namespace cadis {

/// A trace of one kind; what it does not hold is empty.
struct ImportedTrace {
  TraceKind kind = TraceKind::carbon;
  StepSeries g_per_kwh;
  StepSeries requests;                       ///< in each step, whole numbers
  std::vector<UtcTime> arrivals;             ///< of each request, in order of time
  std::vector<Vintages::Vintage> forecasts;  ///< in order of issue
  TraceProvenance provenance;                ///< all but the SHA-256 of the trace
  std::vector<std::string> findings;         ///< a line each, with file and line
};

/// Reads a file in one of the formats. ConfigError, with file and line where there is one, for what
/// cannot be read; for an option that the format does not take, or one it needs; where `auto` finds
/// no format or several, or something in the file speaks for another one; and where something must
/// be repaired and no rule was chosen, with everything that was found.
ImportedTrace import_trace(const Input& file, const ImportChoices& choices,
                           std::span<const TraceFormat> formats);

/// Writes a trace as the contract has it: `timestamp_utc,g_per_kwh`, `timestamp_utc,requests` or
/// `timestamp_utc`, and forecasts as vintages.
void write_trace(const ImportedTrace& trace, std::ostream& out);

/// Writes a trace and its provenance beside it, each whole or not at all.
void write_imported(const ImportedTrace& trace, TraceOutput& target);

}  // namespace cadis
