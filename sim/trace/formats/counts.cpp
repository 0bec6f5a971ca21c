#include <fmt/format.h>

#include "base/numbers.hpp"
#include "trace/counts.hpp"
#include "trace/csv_source.hpp"
#include "trace/row_steps.hpp"
#include "trace/time_reader.hpp"
#include "trace/word_source.hpp"

namespace cadis::formats {
namespace {

// Bare counts, one a step: on one line or several, separated by commas, blanks or line ends.

bool recognises(const TraceSource&) { return false; }

double read_count(const WordSource& words, RowProblems& problems) {
  if (says_missing(words.word())) return RawRow::missing;
  const auto count = parse_number(words.word());
  if (count && is_request_count(*count)) return *count;
  problems.add(
      words.line(), "",
      fmt::format("expected a whole number of at least 0 requests, got '{}'", words.word()));
  return RawRow::missing;
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  refuse_style(choices.style, "format counts");
  if (!choices.step)
    throw ConfigError("format counts needs --step: what time each count covers, such as '1 min'");
  const UtcTime start = read_start(choices);
  const Step step = read_step(*choices.step);
  RawTrace trace(source);
  trace.time_column = "position";
  trace.value_column = "count";
  WordSource words(source);
  RowProblems problems(source.name());
  while (words.next()) {
    if (!trace.rows.empty() && words.line() > trace.rows.back().line + 1) {
      problems.add(trace.rows.back().line + 1, "",
                   "expected a count, got an empty line; write `nan` where one is missing, or take "
                   "the line out");
    }
    if (trace.rows.size() >= RawTrace::most_rows) {
      throw ConfigError(fmt::format("{}:{}: more than {} counts; cut the file", source.name(),
                                    words.line(), RawTrace::most_rows));
    }
    RawRow row;
    row.start = start + step * static_cast<std::int64_t>(trace.rows.size());
    row.length = step;
    row.value = read_count(words, problems);
    row.line = words.line();
    trace.rows.push_back(row);
  }
  problems.throw_if_any();
  find_zero_runs(trace, choices.text("zeros") == "missing");
  auto& provenance = trace.provenance;
  provenance.unit = "requests";
  provenance.conversion = "none";
  provenance.stamps =
      fmt::format("one count for each {} from {} on", format_step(step), format_utc(start));
  return trace;
}

}  // namespace

const TraceFormat& counts() {
  static const TraceFormat format{
      "counts",
      "bare counts, separated by commas, blanks or line ends; needs --step",
      {{"start", {}, "when the first count begins, as 2023-06-01T00:00:00Z", true},
       {"zeros", {"keep", "missing"}, "what long runs of zeros are (keep)", false}},
      recognises,
      read,
      TraceKind::counts};
  return format;
}

}  // namespace cadis::formats
