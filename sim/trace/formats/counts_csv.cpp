#include <cmath>

#include "trace/counts.hpp"
#include "trace/row_times.hpp"

namespace cadis::formats {
namespace {

// Any CSV with a time, or a number of seconds, minutes or hours, and a count in each row.

bool recognises(const TraceSource&) { return false; }

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RowTimes times(choices.text("time-unit"), choices);
  CsvSource csv(source);
  const auto time = csv.require_chosen(choices, "time-column");
  const auto value = csv.require_chosen(choices, "value-column");
  std::optional<std::size_t> missing;
  if (choices.has("missing-column")) missing = csv.require_chosen(choices, "missing-column");
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  while (csv.next()) {
    double number = csv.number(value);
    const double mark = missing ? csv.number(*missing) : 0;
    if (mark != 0 && mark != 1) csv.bad(*missing, "0, or 1 where there is no value");
    if (mark == 1) number = RawRow::missing;
    const auto at = times.read(csv, time, !std::isnan(number));
    if (!at) continue;
    RawRow& row = trace.rows.emplace_back();
    row.start = at->start;
    row.length = at->length;
    row.value = number;
    row.line = csv.line();
  }
  times.settle(trace);
  find_zero_runs(trace, choices.text("zeros") == "missing");
  auto& provenance = trace.provenance;
  provenance.column = trace.value_column;
  provenance.unit = "requests";
  provenance.conversion = "none";
  provenance.stamps = times.describe();
  return trace;
}

}  // namespace

const TraceFormat& counts_csv() {
  static const TraceFormat format{
      "counts-csv",
      "any CSV with a time and a count in each row",
      {{"time-column", {}, "title of the column of times, each a step's start", true},
       {"value-column", {}, "title of the column of counts", true},
       {"time-unit", time_units(), "dates (year first), or numbers of this since --start", true},
       {"zone", {}, "time zone of dates without an offset: UTC or an IANA name", false},
       {"start", {}, "from when numbers count, as 2023-06-01T00:00:00Z", false},
       {"missing-column", {}, "title of a column that is 1 where there is no value, else 0", false},
       {"zeros", {"keep", "missing"}, "what long runs of zeros are (keep)", false}},
      recognises,
      read,
      TraceKind::counts};
  return format;
}

}  // namespace cadis::formats
