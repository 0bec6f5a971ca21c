#include <fmt/format.h>

#include "trace/arrivals.hpp"
#include "trace/csv_source.hpp"
#include "trace/time_reader.hpp"

namespace cadis::formats {
namespace {

// Azure LLM inference traces: `TIMESTAMP,ContextTokens,GeneratedTokens`, a row for each request.
// Those of 2023 have seconds with seven decimals and no zone, those of 2024 six or none and
// `+00:00`. Tokens are left out: a trace holds arrivals.

bool recognises(const TraceSource& source) {
  return source.has_title("timestamp") && source.has_title("contexttokens") &&
         source.has_title("generatedtokens");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  TimeReader times("date", choices);
  RawTrace trace(source);
  CsvSource csv(source);
  const auto column = csv.require("'TIMESTAMP'", is({"timestamp"}));
  const auto tokens = csv.require("'ContextTokens'", is({"contexttokens"}));
  trace.time_column = csv.title(column);
  while (csv.next()) {
    const auto cell = trim(csv.cell(column));
    const auto time = times.read(cell);
    if (!time && !choices.has("zone") && parse_stamp(cell)) {
      throw ConfigError(fmt::format(
          "{}:{}: {}: '{}' states no offset from UTC, so the format needs --zone: the time zone "
          "of its clock, UTC or an IANA name",
          source.name(), csv.line(), csv.title(column), cell));
    }
    csv.number(tokens);  // what is none is told: no other file is taken for this
    if (time)
      add_arrival(trace, *time, csv.line());
    else
      csv.bad(column, times.expected());
  }
  trace.provenance.column = trace.time_column;
  trace.provenance.conversion = "none";
  trace.provenance.stamps = times.describe();
  return trace;
}

}  // namespace

const TraceFormat& azure_llm() {
  static const TraceFormat format{
      "azure-llm",
      "Azure LLM inference: single requests (TIMESTAMP,ContextTokens,GeneratedTokens)",
      {{"zone",
        {},
        "time zone of times without an offset (2023), which need it: UTC or an IANA name",
        false}},
      recognises,
      read,
      TraceKind::arrivals};
  return format;
}

}  // namespace cadis::formats
