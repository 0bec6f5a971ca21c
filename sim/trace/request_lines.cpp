#include "trace/request_lines.hpp"

#include <fmt/format.h>

#include "trace/arrivals.hpp"
#include "trace/time_reader.hpp"

namespace cadis {

RequestLines::RequestLines(const TraceSource& source, const ImportChoices& choices,
                           const std::string& unit)
    : source_(source),
      is_unit_said_(choices.has("time-unit")),
      unit_(is_unit_said_ ? choices.text("time-unit") : unit),
      start_(read_start(choices)),
      trace_(source),
      rows_(source) {
  trace_.time_column = "timestamp";
}

RawTrace RequestLines::read(const Visit& visit) {
  const double unit_ms = unit_ == "s" ? 1e3 : 1;
  read_json_lines(source_, [&](const JsonObject& object) {
    if (!object.path.empty()) return;
    const auto text = JsonRows::text(object, "timestamp");
    const double number = rows_.number(object, "timestamp");
    if (number < 0) {
      rows_.bad(object.line, "timestamp",
                fmt::format("expected a number of at least 0 {}, got '{}'", unit_, text));
    } else if (const auto time = instant_after(start_, number * unit_ms)) {
      visit(object, text);
      add_arrival(trace_, *time, object.line);
    } else {
      rows_.bad(object.line, "timestamp",
                fmt::format("expected a number of {} since --start", unit_));
    }
  });
  rows_.throw_if_bad();
  auto& provenance = trace_.provenance;
  provenance.column = "timestamp";
  provenance.unit = unit_;
  provenance.conversion = "none";
  provenance.stamps =
      fmt::format("{} since {}; rounded to the millisecond", unit_, format_utc(start_));
  return std::move(trace_);
}

std::vector<FormatOption> request_line_options(const std::string& unit_doc) {
  return {{"start", {}, "the instant from which the file counts, as 2024-01-01T00:00:00Z", true},
          {"time-unit", {"ms", "s"}, unit_doc, false}};
}

}  // namespace cadis
