#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "trace/csv_source.hpp"
#include "trace/format.hpp"
#include "trace/local_clock.hpp"
#include "trace/time_reader.hpp"
#include "trace/unit.hpp"

namespace cadis::formats {
namespace {

// Any CSV with a time and a value in each row; the user says what they mean.

bool recognises(const TraceSource&) { return false; }

/// Moves times that name a step's end to its start: the step is what most rows have between them.
void shift_to_start(RawTrace& trace, const ImportChoices& choices) {
  if (choices.step) {
    for (RawRow& row : trace.rows) row.start = after(row.start, *choices.step * -1);
    return;
  }
  throw ConfigError("format csv: --stamp end needs --step, how long before its time a row begins");
}

/// Times as dates in a zone, where a row of an hour that spring skips may be empty; or as numbers.
class Times {
 public:
  explicit Times(const ImportChoices& choices) : zone_(choices.text("zone")) {
    const bool are_dates = !choices.has("time-unit") || choices.text("time-unit") == "date";
    if (!are_dates) {
      numbers_.emplace(choices.text("time-unit"), choices);
      return;
    }
    if (zone_.empty()) {
      throw ConfigError(
          "format csv needs --zone: time zone of dates without an offset: UTC or an IANA name");
    }
    if (choices.has("start"))
      throw ConfigError("--start: dates say themselves when they are; leave it out");
    clock_.emplace(zone_);
  }

  /// Nothing, which is reported unless spring skips the time and the row has no value.
  std::optional<UtcTime> read(CsvSource& csv, std::size_t column, bool has_value) {
    if (numbers_) {
      const auto time = numbers_->read(csv.cell(column));
      if (!time) csv.bad(column, numbers_->expected());
      return time;
    }
    const auto stamp = csv.stamp(column);
    if (!stamp || stamp->offset) return stamp ? std::optional{stamp->utc()} : std::nullopt;
    const auto time = clock_->to_utc(stamp->clock);
    if (!time && has_value)
      csv.bad(column, fmt::format("a time that {} has (spring skips this one)", zone_));
    return time;
  }

  [[nodiscard]] std::string describe(const char* stamps) const {
    return fmt::format("{}, {} of step; moved to the start in UTC",
                       numbers_ ? numbers_->describe() : zone_, stamps);
  }

 private:
  std::string zone_;
  std::optional<TimeReader> numbers_;
  std::optional<LocalClock> clock_;
};

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  Times times(choices);
  CsvSource csv(source);
  const auto time = csv.require_chosen(choices, "time-column");
  const auto value = csv.require_chosen(choices, "value-column");
  const UnitConversion unit = read_unit(choices.text("unit"));
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  while (csv.next()) {
    const double number = csv.number(value);
    const auto start = times.read(csv, time, !std::isnan(number));
    if (!start) continue;
    RawRow& row = trace.rows.emplace_back();
    row.start = *start;
    row.value = number * unit.g_per_kwh;
    row.line = csv.line();
  }
  const bool is_end = choices.text("stamp") == "end";
  if (is_end) shift_to_start(trace, choices);
  auto& provenance = trace.provenance;
  provenance.column = trace.value_column;
  provenance.unit = unit.unit;
  provenance.conversion = unit.text();
  provenance.accounting = choices.text("accounting");
  provenance.emissions = choices.text("column");
  provenance.stamps = times.describe(is_end ? "end" : "start");
  return trace;
}

}  // namespace

const TraceFormat& csv() {
  static const TraceFormat format{
      "csv",
      "any CSV with a time and a value in each row",
      {{"time-column", {}, "title of the column of times (year first)", true},
       {"value-column", {}, "title of the column of intensities", true},
       {"unit", {}, "of the values: g/kWh, kg/MWh, t/MWh, lb/MWh, ...", true},
       {"time-unit", time_units(), "dates (the default), or numbers of this since --start", false},
       {"zone",
        {},
        "time zone of dates without an offset, which need it: UTC or an IANA name",
        false},
       {"start", {}, "from when numbers count: 1970-01-01T00:00:00Z for Unix time", false},
       {"stamp", {"start", "end"}, "what a time names of its step (start)", false},
       {"column", {"direct", "lifecycle", "unknown"}, "which emissions the values count", true},
       {"accounting", {"average", "marginal", "unknown"}, "what the values are", true}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
