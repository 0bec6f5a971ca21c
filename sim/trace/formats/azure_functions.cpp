#include <fmt/format.h>

#include <array>

#include "base/numbers.hpp"
#include "trace/counts.hpp"
#include "trace/csv_source.hpp"
#include "trace/time_reader.hpp"

namespace cadis::formats {
namespace {

// Azure Functions, 2019 layout (invocations_per_function_md.anon.dNN.csv): a row for each function
// and trigger, a column for each minute of one day, `1` to `1440`. The file says neither which day
// nor in which zone.

constexpr std::size_t minutes = 1440;

bool recognises(const TraceSource& source) {
  return source.has_title("hashowner") && source.has_title("hashapp");
}

/// The column of the day's first minute; the others follow it.
std::size_t first_minute(const CsvSource& csv, const std::string& name) {
  const auto first = csv.require("'1', the first minute", is({"1"}));
  for (std::size_t i = 0; i < minutes; ++i) {
    const auto title = std::to_string(i + 1);
    if (first + i < csv.header().size() && csv.title(first + i) == title) continue;
    throw ConfigError(
        fmt::format("{}:1: expected the columns 1 to 1440 in order, found no '{}'", name, title));
  }
  return first;
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  if (source.has_title("average") || source.has_title("averageallocatedmb")) {
    throw ConfigError(source.name() +
                      ":1: holds durations or memory, not requests; import the same day's "
                      "invocations_per_function file");
  }
  const UtcTime start = read_start(choices);
  const std::string wanted = choices.text("function");
  CsvSource csv(source);
  const auto function = csv.require("'HashFunction'", is({"hashfunction"}));
  const auto first = first_minute(csv, source.name());
  std::array<double, minutes> sums{};
  std::uint32_t line = 0;
  while (csv.next()) {
    if (!wanted.empty() && trim(csv.cell(function)) != wanted) continue;
    if (line == 0) line = csv.line();
    for (std::size_t i = 0; i < minutes; ++i) {
      const auto count = parse_number(trim(csv.cell(first + i)));
      if (count && is_request_count(*count))
        sums.at(i) += *count;
      else
        csv.bad(first + i, "a whole number of at least 0 requests");
    }
  }
  if (line == 0 && !wanted.empty())
    throw ConfigError(source.name() + ": has no function '" + wanted + "'");
  RawTrace trace(source);
  trace.time_column = "minute";
  trace.value_column = "invocations";
  for (std::size_t i = 0; line > 0 && i < minutes; ++i) {
    RawRow& row = trace.rows.emplace_back();
    row.start = start + std::chrono::minutes{i};
    row.length = std::chrono::minutes{1};
    row.value = sums.at(i);
    row.line = line;
  }
  auto& provenance = trace.provenance;
  provenance.column = "1 to 1440";
  provenance.unit = "requests";
  provenance.conversion = wanted.empty() ? "sum of all functions" : "function " + wanted;
  provenance.stamps = "minutes of the day that begins at " + format_utc(start);
  return trace;
}

}  // namespace

const TraceFormat& azure_functions() {
  static const TraceFormat format{
      "azure-functions",
      "Azure Functions 2019: invocations of one day (HashOwner,...,Trigger,1,...,1440)",
      {{"start", {}, "the day's begin, as 2019-07-15T00:00:00Z", true},
       {"function", {}, "HashFunction of one; without it all are added up", false}},
      recognises,
      read,
      TraceKind::counts};
  return format;
}

}  // namespace cadis::formats
