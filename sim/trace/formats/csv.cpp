#include <fmt/format.h>

#include "trace/csv_source.hpp"
#include "trace/format.hpp"
#include "trace/local_clock.hpp"
#include "trace/unit.hpp"

namespace cadis::formats {
namespace {

// Any CSV with a time and a value in each row; the user says what they mean.

bool recognises(const TraceSource&) { return false; }

/// Moves times that name a step's end to its start: the step is what most rows have between them.
void shift_to_start(RawTrace& trace, const ImportChoices& choices) {
  if (choices.step) {
    for (RawRow& row : trace.rows) row.start = after(row.start, *choices.step * -1);
    return;
  }
  throw ConfigError("format csv: --stamp end needs --step, how long before its time a row begins");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  CsvSource csv(source);
  const auto time = csv.require_chosen(choices, "time-column");
  const auto value = csv.require_chosen(choices, "value-column");
  const UnitConversion unit = read_unit(choices.text("unit"));
  LocalClock clock(choices.text("zone"));
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  while (csv.next()) {
    const auto stamp = csv.stamp(time);
    if (!stamp) continue;
    const auto start = stamp->offset ? stamp->utc() : clock.to_utc(stamp->clock);
    const double number = csv.number(value);
    if (!start && number == number) {
      csv.bad(time,
              fmt::format("a time that {} has (spring skips this one)", choices.text("zone")));
    }
    if (!start) continue;
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
  provenance.stamps = fmt::format("{}, {} of step; moved to the start in UTC", choices.text("zone"),
                                  is_end ? "end" : "start");
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
       {"zone", {}, "time zone of times without an offset: UTC or an IANA name", true},
       {"stamp", {"start", "end"}, "what a time names of its step (start)", false},
       {"column", {"direct", "lifecycle", "unknown"}, "which emissions the values count", true},
       {"accounting", {"average", "marginal", "unknown"}, "what the values are", true}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
