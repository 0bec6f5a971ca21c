#include <fmt/format.h>

#include "trace/arrivals.hpp"
#include "trace/csv_source.hpp"
#include "trace/time_reader.hpp"

namespace cadis::formats {
namespace {

// Azure Functions, 2021 layout: a row for each invocation, `app,func,end_timestamp,duration`. Both
// times are seconds (the publisher's page says milliseconds for the duration; the values say not).
// A request arrives when it began: at its end less its duration. The base is an unstated instant.

constexpr double longest_s = 15 * 86400.0;  ///< the trace covers two weeks
constexpr double before_s = 600;            ///< how long a function may have run when it began

bool recognises(const TraceSource& source) {
  return source.has_title("endtimestamp") && source.has_title("duration") &&
         source.has_title("func");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  const UtcTime start = read_start(choices);
  const std::string wanted = choices.text("function");
  RawTrace trace(source);
  trace.time_column = "end_timestamp - duration";
  CsvSource csv(source);
  const auto function = csv.require("'func'", is({"func"}));
  const auto end = csv.require("'end_timestamp'", is({"endtimestamp"}));
  const auto duration = csv.require("'duration'", is({"duration"}));
  bool has_function = wanted.empty();
  while (csv.next()) {
    if (!wanted.empty() && trim(csv.cell(function)) != wanted) continue;
    has_function = true;
    const double end_s = csv.number(end), duration_s = csv.number(duration);
    if (end_s > longest_s || end_s < duration_s - before_s) {
      trace.doubts.note(
          "end_timestamp: seconds of two weeks end by 1209600, and began with them; taken as "
          "seconds",
          csv.line(), fmt::format("{} and {}", csv.cell(end), csv.cell(duration)));
    }
    if (!(duration_s >= 0)) {
      csv.bad(duration, "a number of seconds of at least 0");
    } else if (const auto time = instant_after(start, (end_s - duration_s) * 1e3)) {
      add_arrival(trace, *time, csv.line());
    } else {
      csv.bad(end, "a number of seconds since --start");
    }
  }
  if (!has_function) throw ConfigError(source.name() + ": has no function '" + wanted + "'");
  auto& provenance = trace.provenance;
  provenance.column = "end_timestamp, duration";
  provenance.unit = "s";
  provenance.conversion = "end less duration";
  if (!wanted.empty()) provenance.conversion += "; function " + wanted;
  provenance.stamps = "s since " + format_utc(start) + "; rounded to the millisecond";
  return trace;
}

}  // namespace

const TraceFormat& azure_functions_2021() {
  static const TraceFormat format{
      "azure-functions-2021",
      "Azure Functions 2021: single invocations (app,func,end_timestamp,duration in seconds)",
      {{"start", {}, "the instant from which the file counts, as 2021-01-31T00:00:00Z", true},
       {"function", {}, "`func` of one; without it all", false}},
      recognises,
      read,
      TraceKind::arrivals};
  return format;
}

}  // namespace cadis::formats
