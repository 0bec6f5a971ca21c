#include <fmt/format.h>

#include "trace/arrivals.hpp"
#include "trace/csv_source.hpp"
#include "trace/time_reader.hpp"

namespace cadis::formats {
namespace {

// The time of each request: one a line, or a column of a CSV.

bool recognises(const TraceSource&) { return false; }

void read_column(const TraceSource& source, const ImportChoices& choices, TimeReader& times,
                 RawTrace& trace) {
  CsvSource csv(source);
  const auto time = csv.require_chosen(choices, "time-column");
  trace.time_column = csv.title(time);
  while (csv.next()) {
    if (const auto at = times.read(csv, time))
      add_arrival(trace, *at, csv.line());
    else
      csv.bad(time, times.expected());
  }
}

void read_lines(const TraceSource& source, TimeReader& times, RawTrace& trace) {
  refuse_style(source.style(), "format timestamps without --time-column");
  InputStream in = source.open();
  CsvReader lines(in, source.name());
  RowProblems problems(source.name());
  trace.time_column = "time";
  while (lines.next()) {
    const auto text = trim(lines.fields().front());
    if (lines.fields().size() > 1) {
      throw ConfigError(
          fmt::format("{}:{}: expected one time, got {} fields; for a column of a "
                      "CSV give --time-column",
                      source.name(), lines.line(), lines.fields().size()));
    }
    if (text.empty()) continue;
    if (const auto at = times.read(text)) {
      add_arrival(trace, *at, lines.line());
    } else {
      problems.add(lines.line(), "",
                   fmt::format("expected {}, got '{}'", times.expected(), text.substr(0, 80)));
    }
  }
  problems.throw_if_any();
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  TimeReader times(choices.text("time-unit"), choices);
  RawTrace trace(source);
  if (choices.has("time-column"))
    read_column(source, choices, times, trace);
  else
    read_lines(source, times, trace);
  trace.provenance.column = choices.text("time-column");
  trace.provenance.conversion = "none";
  trace.provenance.stamps = times.describe();
  return trace;
}

}  // namespace

const TraceFormat& timestamps() {
  static const TraceFormat format{
      "timestamps",
      "the time of each request, one a line, or a column of any CSV",
      {{"time-unit", time_units(), "dates (year first), or numbers of this since --start", true},
       {"zone", {}, "time zone of dates without an offset: UTC or an IANA name", false},
       {"start", {}, "from when numbers count; 1970-01-01T00:00:00Z for Unix times", false},
       {"time-column", {}, "title of the column, where the file is a CSV with a header", false}},
      recognises,
      read,
      TraceKind::arrivals};
  return format;
}

}  // namespace cadis::formats
