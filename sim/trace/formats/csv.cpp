#include <cmath>

#include "trace/row_times.hpp"
#include "trace/unit.hpp"

namespace cadis::formats {
namespace {

// Any CSV with a time and a value in each row; the user says what they mean.

bool recognises(const TraceSource&) { return false; }

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RowTimes times(choices.has("time-unit") ? choices.text("time-unit") : "date", choices);
  CsvSource csv(source);
  const auto time = csv.require_chosen(choices, "time-column");
  const auto value = csv.require_chosen(choices, "value-column");
  const UnitConversion unit = read_unit(choices.text("unit"));
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  while (csv.next()) {
    const double number = csv.number(value);
    const auto at = times.read(csv, time, !std::isnan(number));
    if (!at) continue;
    RawRow& row = trace.rows.emplace_back();
    row.start = at->start;
    row.length = at->length;
    row.value = number * unit.g_per_kwh;
    row.line = csv.line();
  }
  times.settle(trace);
  auto& provenance = trace.provenance;
  provenance.column = trace.value_column;
  provenance.unit = unit.unit;
  provenance.conversion = unit.text();
  provenance.accounting = choices.text("accounting");
  provenance.emissions = choices.text("column");
  provenance.stamps = times.describe();
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
