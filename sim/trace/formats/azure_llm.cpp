#include "trace/arrivals.hpp"
#include "trace/csv_source.hpp"
#include "trace/time_reader.hpp"

namespace cadis::formats {
namespace {

// Azure LLM inference traces (2023, 2024): `TIMESTAMP,ContextTokens,GeneratedTokens`, a row for
// each request, seconds with seven decimals, no zone. Tokens are left out: a trace holds arrivals.

bool recognises(const TraceSource& source) {
  return source.has_title("timestamp") && source.has_title("contexttokens") &&
         source.has_title("generatedtokens");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  TimeReader times("date", choices);
  RawTrace trace(source);
  CsvSource csv(source);
  const auto column = csv.require("'TIMESTAMP'", is({"timestamp"}));
  trace.time_column = csv.title(column);
  while (csv.next()) {
    if (const auto time = times.read(csv.cell(column)))
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
        "time zone of times without an offset, which need it: UTC or an IANA name",
        false}},
      recognises,
      read,
      TraceKind::arrivals};
  return format;
}

}  // namespace cadis::formats
