#include <fmt/format.h>

#include "trace/arrivals.hpp"
#include "trace/json_rows.hpp"
#include "trace/time_reader.hpp"

namespace cadis::formats {
namespace {

// Mooncake's traces: a JSON object on each line, `timestamp` in milliseconds from an unstated
// instant. Lengths and hashes are left out: a trace holds arrivals.

bool recognises(const TraceSource& source) {
  return source.has_key("timestamp") && source.has_key("input_length");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  const UtcTime start = read_start(choices);
  RawTrace trace(source);
  trace.time_column = "timestamp";
  JsonRows rows(source);
  read_json_lines(source, [&](const JsonObject& object) {
    if (!object.path.empty()) return;
    if (const auto time = instant_after(start, rows.number(object, "timestamp")))
      add_arrival(trace, *time, object.line);
    else
      rows.bad(object.line, "timestamp", "expected a number of ms since --start");
  });
  rows.throw_if_bad();
  auto& provenance = trace.provenance;
  provenance.column = "timestamp";
  provenance.unit = "ms";
  provenance.conversion = "none";
  provenance.stamps = "ms since " + format_utc(start) + "; rounded to the millisecond";
  return trace;
}

}  // namespace

const TraceFormat& mooncake() {
  static const TraceFormat format{
      "mooncake",
      "Mooncake: single requests, a JSON object a line (timestamp in ms, input_length, ...)",
      {{"start", {}, "the instant from which the file counts, as 2024-01-01T00:00:00Z", true}},
      recognises,
      read,
      TraceKind::arrivals};
  return format;
}

}  // namespace cadis::formats
