#include <cmath>

#include "trace/csv_source.hpp"
#include "trace/format.hpp"
#include "trace/time_reader.hpp"
#include "trace/unit.hpp"

namespace cadis::formats {
namespace {

// Any CSV with a time and a value in each row; the user says what they mean.

bool recognises(const TraceSource&) { return false; }

/// Moves times that name a step's end to its start.
void shift_to_start(RawTrace& trace, const ImportChoices& choices) {
  if (choices.step) {
    for (RawRow& row : trace.rows) row.start = after(row.start, *choices.step * -1);
    return;
  }
  throw ConfigError("format csv: --stamp end needs --step, how long before its time a row begins");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  TimeReader times(choices.has("time-unit") ? choices.text("time-unit") : "date", choices);
  CsvSource csv(source);
  const auto time = csv.require_chosen(choices, "time-column");
  const auto value = csv.require_chosen(choices, "value-column");
  const UnitConversion unit = read_unit(choices.text("unit"));
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  while (csv.next()) {
    const double number = csv.number(value);
    const auto start = times.read(csv.cell(time));
    if (!start) {  // an hour that spring skips may have a row without a value
      if (!times.was_skipped() || !std::isnan(number)) csv.bad(time, times.expected());
      continue;
    }
    RawRow& row = trace.rows.emplace_back();
    row.start = *start;
    row.value = number * unit.g_per_kwh;
    row.line = csv.line();
  }
  const bool is_end = choices.text("stamp") == "end";
  if (is_end) shift_to_start(trace, choices);
  auto& provenance = trace.provenance;
  provenance.column = trace.value_column;
  provenance.unit = unit.unit;
  provenance.conversion = unit.text();
  provenance.accounting = choices.text("accounting");
  provenance.emissions = choices.text("column");
  provenance.stamps =
      (is_end ? "end of step, moved to the start; " : "start of step; ") + times.describe();
  return trace;
}

}  // namespace

const TraceFormat& csv() {
  static const TraceFormat format{
      "csv",
      "any CSV with a time and a value in each row",
      {{"time-column", {}, "title of the column of times (year first)", true},
       {"value-column", {}, "title of the column of intensities", true},
       {"unit", {}, "of the values: g/kWh, kg/MWh, t/MWh, lb/MWh, ...", true},
       {"time-unit", time_units(), "dates (the default), or numbers of this since --start", false},
       {"zone",
        {},
        "time zone of dates without an offset, which need it: UTC or an IANA name",
        false},
       {"start", {}, "from when numbers count: 1970-01-01T00:00:00Z for Unix time", false},
       {"stamp", {"start", "end"}, "what a time names of its step (start)", false},
       {"column", {"direct", "lifecycle", "unknown"}, "which emissions the values count", true},
       {"accounting", {"average", "marginal", "unknown"}, "what the values are", true}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
