#include "trace/csv_source.hpp"
#include "trace/hour_labels.hpp"

namespace cadis::formats {
namespace {

// CarbonCast: `UTC time`, `carbon_intensity`, fuels and perhaps weather behind. Average, of
// production. American files inherit the hour labels of EIA-930, others name the start.

bool recognises(const TraceSource& source) {
  return source.has_title("utctime") && source.has_title("carbonintensity");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  CsvSource csv(source);
  const auto time = csv.require("'UTC time'", is({"utctime"}));
  const auto value = csv.require("'carbon_intensity'", is({"carbonintensity"}));
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  const auto labels = HourLabels::chosen(choices, true);
  while (csv.next()) {
    RawRow* const row = csv.add_row(trace, time, value);
    if (row != nullptr) row->start = labels.start_of(row->start);
  }
  auto& provenance = trace.provenance;
  provenance.zone = choices.text("zone");
  provenance.column = trace.value_column;
  provenance.unit = "gCO2/kWh";
  trace.is_unit_assumed = true;
  provenance.conversion = "none";
  provenance.accounting = "average";
  provenance.emissions = choices.text("column");
  provenance.basis = "production";
  provenance.stamps = labels.describe();
  return trace;
}

}  // namespace

const TraceFormat& carboncast() {
  static const TraceFormat format{
      "carboncast",
      "CSV of CarbonCast (UTC time,carbon_intensity, fuels)",
      {{"column",
        {"direct", "lifecycle", "unknown"},
        "which emissions, as the file's name says",
        true},
       {"zone", {}, "its region, which decides what its hours name (CISO, PJM, DE, ...)", true},
       {"stamp", {"start", "end"}, "what its hours name; else the region tells", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
