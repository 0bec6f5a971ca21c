#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "trace/csv_source.hpp"
#include "trace/neso.hpp"
#include "trace/row_steps.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// NESO's file "Regional Carbon Intensity Forecast": `datetime` and a column for each of Great
// Britain's 14 regions, half-hourly. What its model forecast, chained, not metered; whole grams,
// and -1 where there is none. It states no zone: its first half hour, 2018-09-17T23:00, is midnight
// of British Summer Time in UTC.

constexpr std::chrono::minutes half_hour{30};

/// A title, which may be one of an index, as tables are saved with.
bool is_region(const std::string& title) {
  return title.find_first_not_of("0123456789") != std::string::npos && neso_region(title);
}
bool is_index(const std::string& title) {
  const std::string plain = plain_title(title);
  return plain.empty() || plain == "id" || plain == "index" || plain.starts_with("unnamed");
}

bool recognises(const TraceSource& source) {
  return source.has_title("datetime") &&
         std::any_of(source.titles().begin(), source.titles().end(), is_region);
}

/// The column of the region that the user names, or of the only one.
std::size_t region_column(const TraceSource& source, const CsvSource& csv,
                          const ImportChoices& choices, RawTrace& trace) {
  if (std::none_of(csv.header().begin(), csv.header().end(), is_region)) {
    throw ConfigError(
        fmt::format("{}:1: expected a column of a region, such as 'London', got none: {}",
                    source.name(), fmt::join(csv.header(), ", ")));
  }
  const std::string wanted = choices.text("zone");
  ZoneFilter zones(source.name(), neso_region(wanted).value_or(wanted));
  for (const std::string& title : csv.header()) {
    if (is_region(title)) zones.keeps(*neso_region(title));
    if (!is_region(title) && !is_index(title) && plain_title(title) != "datetime")
      trace.doubts.note(title + ": is no region of NESO's; left out", 1);
  }
  trace.provenance.zone = zones.zone();
  return csv.require("of '" + trace.provenance.zone + "'", [&](const std::string& title) {
    return is_region(title) && neso_region(title) == trace.provenance.zone;
  });
}

void check_value(RawTrace& trace, RawRow& row, const std::string& column) {
  if (row.value == -1) {
    trace.findings.need(column + ": -1 means that there is no value", row.line);
    row.value = RawRow::missing;
  }
  if (std::isfinite(row.value) && row.value != std::trunc(row.value)) {
    trace.doubts.note(column + ": a fraction, where this layout has whole grams; taken as grams",
                      row.line, fmt::format("{}", row.value));
  }
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  CsvSource csv(source);
  RawTrace trace(source);
  const auto time = csv.require("'datetime'", is({"datetime"}));
  const auto value = region_column(source, csv, choices, trace);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  trace.is_unit_assumed = true;
  while (csv.next()) {
    RawRow* const row = csv.add_row(trace, time, value, Offsets::none);
    if (row != nullptr) check_value(trace, *row, csv.title(value));
  }
  const Step step = commonest_difference(trace.rows);
  if (step != half_hour && step != Step{0}) {
    trace.doubts.note(
        fmt::format("{}: rows are {} apart, where this layout has half hours; taken as they are",
                    trace.time_column, format_step(step)),
        trace.rows.front().line);
  }
  if (!trace.rows.empty()) {
    trace.findings.note(trace.time_column + ": states no time zone; taken as UTC",
                        trace.rows.front().line);
  }
  describe_neso(trace.provenance);
  trace.provenance.column = "forecast, chained (" + trace.value_column + ")";
  trace.provenance.stamps = "UTC (the file does not say it), start of step";
  return trace;
}

}  // namespace

const TraceFormat& neso_regional() {
  static const TraceFormat format{
      "neso-regional",
      "NESO's regional forecast, CSV: datetime and a column for each region of Great Britain",
      {{"zone", {}, "a region's name or number (1 to 14), where the file holds several", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
