#include <fmt/format.h>

#include "trace/clock_length.hpp"
#include "trace/forecasts.hpp"
#include "trace/json_rows.hpp"
#include "trace/unit.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// The Carbon Aware SDK's forecasts (emissions/forecasts/current and batch): a list of generatedAt,
// location and forecastData, each of timestamp, value and duration in minutes. Its command line
// calls these Time, Rating and Duration (00:05:00). A value is the mean of its duration, which is
// the window asked for and no longer than a step where none was.

bool recognises(const TraceSource& source) {
  return source.has_key("forecastData") || source.has_key("ForecastData");
}

/// Reads rows of one location, which its forecast states in front of them or behind them.
class ForecastReader {
 public:
  ForecastReader(const TraceSource& source, const ImportChoices& choices, RawTrace& trace)
      : trace_(trace),
        rows_(source),
        forecasts_(trace),
        zones_(source.name(), choices.text("zone")),
        unit_(read_unit(choices.has("unit") ? choices.text("unit") : "g/kWh")) {}

  void visit(const JsonObject& object) {
    if (object.path.ends_with("forecastdata[]")) add(object);
    if (!object.has("generatedAt")) return;
    const auto issued = rows_.stated_time(object, "generatedAt", trace_);
    if (zones_.keeps(JsonRows::text(object, "location"))) {
      for (const RawRow& row : pending_) forecasts_.add(row);
      if (issued) forecasts_.issue(*issued);
    }
    pending_.clear();
  }
  /// The location.
  std::string finish() {
    for (const RawRow& row : pending_) forecasts_.add(row);
    rows_.throw_if_bad();
    forecasts_.finish("generatedAt");
    return zones_.zone();
  }
  [[nodiscard]] const UnitConversion& unit() const { return unit_; }

 private:
  void add(const JsonObject& object) {
    RawRow row;
    row.line = object.line;
    const auto time =
        rows_.stated_time(object, object.has("timestamp") ? "timestamp" : "Time", trace_);
    row.value = rows_.number(object, object.has("value") ? "value" : "Rating") * unit_.g_per_kwh;
    row.length = length_of(object);
    if (!time) return;
    row.start = *time;
    pending_.push_back(row);
  }
  std::chrono::milliseconds length_of(const JsonObject& object) {
    const auto text = JsonRows::text(object, "duration");
    const auto clock = text.find(':') == std::string_view::npos
                           ? std::optional<std::chrono::milliseconds>{}
                           : read_clock_length(text);
    if (clock) return *clock;
    constexpr double most_min = 366 * 1440.0;
    const double minutes = text.empty() ? 0 : rows_.number(object, "duration");
    if (minutes >= 0 && minutes <= most_min)
      return std::chrono::milliseconds{static_cast<std::int64_t>(minutes * 60e3)};
    rows_.bad(object.line, "duration", "expected minutes, or a text such as 00:05:00");
    return {};
  }

  RawTrace& trace_;
  JsonRows rows_;
  ForecastRows forecasts_;
  ZoneFilter zones_;
  UnitConversion unit_;
  std::vector<RawRow> pending_;
};

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "timestamp";
  trace.value_column = "value";
  ForecastReader reader(source, choices, trace);
  read_json(source, [&](const JsonObject& object) { reader.visit(object); });
  auto& provenance = trace.provenance;
  provenance.zone = reader.finish();
  provenance.column = "forecastData";
  provenance.unit = reader.unit().unit;
  provenance.conversion = reader.unit().text();
  trace.is_unit_assumed = !choices.has("unit");
  provenance.accounting = choices.text("accounting");
  provenance.emissions = choices.text("column");
  provenance.stamps = "UTC, start of step; issued at generatedAt";
  return trace;
}

}  // namespace

const TraceFormat& carbon_aware_sdk_forecast() {
  static const TraceFormat format{
      "carbon-aware-sdk-forecast",
      "JSON of the Carbon Aware SDK's forecasts (generatedAt, forecastData)",
      {{"column", {"direct", "lifecycle", "unknown"}, "which emissions the values count", true},
       {"accounting", {"average", "marginal", "unknown"}, "what the values are", true},
       {"zone", {}, "location, where the file holds several", false},
       {"unit", {}, "of the values (g/kWh)", false}},
      recognises,
      read,
      TraceKind::forecasts};
  return format;
}

}  // namespace cadis::formats
