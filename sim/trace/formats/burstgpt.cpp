#include <fmt/format.h>

#include "trace/arrivals.hpp"
#include "trace/csv_source.hpp"
#include "trace/time_reader.hpp"

namespace cadis::formats {
namespace {

// BurstGPT (HPMLL/BurstGPT): a row for each request, Timestamp,Model,Request tokens,Response
// tokens,Total tokens,Log Type, since its second release with Session ID and Elapsed time. Times
// are seconds from midnight of the first day on, of a local clock; which day is not said.

constexpr double far_s = 366 * 86400.0;

bool recognises(const TraceSource& source) {
  return source.has_title("timestamp") && source.has_title("requesttokens") &&
         source.has_title("responsetokens") && source.has_title("logtype");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  const UtcTime start = read_start(choices);
  CsvSource csv(source);
  const auto time = csv.require("'Timestamp'", is({"timestamp"}));
  const auto response = csv.require("'Response tokens'", is({"responsetokens"}));
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  while (csv.next()) {
    const double at_s = csv.number(time);
    const auto at = at_s >= 0 ? instant_after(start, at_s * 1e3) : std::nullopt;
    if (!at) {
      csv.bad(time, "a number of seconds of at least 0 since --start");
      continue;
    }
    if (at_s > far_s) {
      trace.doubts.note("Timestamp: is more than 366 d of seconds behind --start; taken as seconds",
                        csv.line(), csv.cell(time));
    }
    if (csv.number(response) == 0)
      trace.findings.note("Response tokens: 0, a request that failed; it counts", csv.line());
    add_arrival(trace, *at, csv.line());
  }
  trace.provenance.column = trace.time_column;
  trace.provenance.unit = "s";
  trace.provenance.conversion = "none";
  trace.provenance.stamps =
      fmt::format("s since {}; rounded to the millisecond", format_utc(start));
  return trace;
}

}  // namespace

const TraceFormat& burstgpt() {
  static const TraceFormat format{
      "burstgpt",
      "BurstGPT: single requests (Timestamp in s,Model,Request tokens,Response tokens,...)",
      {{"start", {}, "midnight of its first day, as 2024-01-01T00:00:00Z", true}},
      recognises,
      read,
      TraceKind::arrivals};
  return format;
}

}  // namespace cadis::formats
