#include <array>

#include "trace/csv_source.hpp"
#include "trace/hour_labels.hpp"

namespace cadis::formats {
namespace {

// EIA's hourly fuel mix with an average intensity: `timestamp`, MW by fuel (WND to OTH), `avg_CI`.
// Life-cycle, of production; hour labels of EIA-930.

constexpr const char* zeros = "coal, gas and nuclear are all reported as 0: the value may be bogus";

bool recognises(const TraceSource& source) {
  return source.has_title("timestamp") && source.has_title("avgci");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  CsvSource csv(source);
  const auto time = csv.require("'timestamp'", is({"timestamp"}));
  const auto value = csv.require("'avg_CI'", is({"avgci"}));
  const std::array fuels{csv.find("'COL'", is({"col"})), csv.find("'NG'", is({"ng"})),
                         csv.find("'NUC'", is({"nuc"}))};
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  const auto labels = HourLabels::chosen(choices, false);
  while (csv.next()) {
    RawRow* const row = csv.add_row(trace, time, value, Offsets::stated);
    if (row == nullptr) continue;
    row->start = labels.start_of(row->start);
    bool all_zero = true;
    for (const auto& fuel : fuels) all_zero = all_zero && fuel && csv.number(*fuel) == 0;
    if (all_zero) trace.findings.note(zeros, row->line);
  }
  auto& provenance = trace.provenance;
  provenance.zone = choices.text("zone");
  provenance.column = trace.value_column;
  provenance.unit = "gCO2/kWh";
  trace.is_unit_assumed = true;
  provenance.conversion = "none";
  provenance.accounting = "average";
  provenance.emissions = "lifecycle";
  provenance.basis = "production";
  provenance.stamps = labels.describe();
  return trace;
}

}  // namespace

const TraceFormat& eia_fuelmix() {
  static const TraceFormat format{
      "eia-fuelmix",
      "EIA hourly fuel mix with an average intensity (timestamp, WND to OTH, avg_CI)",
      {{"zone",
        {},
        "balancing authority, which decides what its hours name (CISO, PJM, ERCO, ...)",
        true},
       {"stamp", {"start", "end"}, "what its hours name; else the zone tells", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
