#include <fmt/format.h>

#include "trace/clock_length.hpp"
#include "trace/json_rows.hpp"
#include "trace/unit.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// Emissions records of the Carbon Aware SDK: an array, bare or as "Emissions", of Location, Time,
// Rating (also as text) and perhaps Duration. The file says neither what a rating counts nor how.

bool recognises(const TraceSource& source) {
  return (source.has_key("Rating") || source.has_key("rating")) &&
         (source.has_key("Location") || source.has_key("location")) &&
         !source.has_key("ForecastData");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "Time";
  trace.value_column = "Rating";
  const UnitConversion unit = read_unit(choices.has("unit") ? choices.text("unit") : "g/kWh");
  ZoneFilter zones(source.name(), choices.text("zone"));
  JsonRows rows(source);
  read_json(source, [&](const JsonObject& object) {
    if (!object.path.ends_with("[]") || !object.has("Rating")) return;
    if (object.path.ends_with("forecastdata[]")) {
      throw ConfigError(
          fmt::format("{}:{}: Rating: is of a forecast, which is no history; say --format "
                      "carbon-aware-sdk-forecast",
                      source.name(), object.line));
    }
    if (!zones.keeps(JsonRows::text(object, "Location"))) return;
    rows.check_count(trace);
    const auto time = rows.time(object, "Time");
    const auto length = read_clock_length(JsonRows::text(object, "Duration"));
    if (!length) rows.bad(object.line, "Duration", "expected hours and minutes, such as 01:00");
    if (!time || !length) return;
    RawRow& row = trace.rows.emplace_back();
    row.start = *time;
    row.length = *length;
    row.value = rows.number(object, "Rating") * unit.g_per_kwh;
    row.line = object.line;
  });
  rows.throw_if_bad();
  auto& provenance = trace.provenance;
  provenance.zone = zones.zone();
  provenance.column = "Rating";
  provenance.unit = unit.unit;
  trace.is_unit_assumed = !choices.has("unit");
  provenance.conversion = unit.text();
  provenance.accounting = choices.text("accounting");
  provenance.emissions = choices.text("column");
  provenance.stamps = "UTC, start of step (Time)";
  return trace;
}

}  // namespace

const TraceFormat& carbon_aware_sdk() {
  static const TraceFormat format{
      "carbon-aware-sdk",
      "JSON of the Carbon Aware SDK (Location, Time, Rating, Duration)",
      {{"column", {"direct", "lifecycle", "unknown"}, "which emissions the ratings count", true},
       {"accounting", {"average", "marginal", "unknown"}, "what the ratings are", true},
       {"zone", {}, "location, where the file holds several", false},
       {"unit", {}, "of the ratings (g/kWh)", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
