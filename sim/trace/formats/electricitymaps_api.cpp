#include <fmt/format.h>

#include "trace/electricity_maps.hpp"
#include "trace/json_rows.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// JSON of Electricity Maps' API, carbon-intensity/history, past and past-range: rows of datetime,
// carbonIntensity, emissionFactorType, isEstimated, temporalGranularity under `history` or `data`.

bool recognises(const TraceSource& source) {
  return source.has_key("carbonIntensity") && source.has_key("datetime") &&
         !source.has_key("forecast");
}

/// Nothing where a row is of no step that a trace can have.
std::optional<std::chrono::milliseconds> length_of(std::string_view granularity) {
  using namespace std::chrono;
  if (granularity.empty()) return milliseconds{0};
  if (granularity == "5_minutes") return minutes{5};
  if (granularity == "15_minutes") return minutes{15};
  if (granularity == "30_minutes") return minutes{30};
  if (granularity == "hourly") return hours{1};
  if (granularity == "daily") return hours{24};
  return std::nullopt;
}

void read_rows(const TraceSource& source, RawTrace& trace, ZoneFilter& zones, Stated& stated) {
  JsonRows rows(source);
  read_json(source, [&](const JsonObject& object) {
    if (!object.has("carbonIntensity") || !object.has("datetime")) return;
    if (object.path.ends_with("forecast[]")) {
      throw ConfigError(
          fmt::format("{}:{}: forecast: is no history; say --format electricitymaps-forecast",
                      source.name(), object.line));
    }
    if (!zones.keeps(JsonRows::text(object, "zone"))) return;
    stated.take(emission_key, JsonRows::text(object, emission_key));
    rows.check_count(trace);
    const auto time = rows.stated_time(object, "datetime", trace);
    const auto granularity = JsonRows::text(object, "temporalGranularity");
    const auto length = length_of(granularity);
    if (!length) {
      rows.bad(object.line, "temporalGranularity",
               fmt::format("expected 5_minutes, 15_minutes, hourly or daily, got '{}'; ask for one "
                           "of these",
                           granularity.substr(0, 40)));
    }
    if (!object.has("isEstimated")) {
      trace.doubts.note("isEstimated: is not given, as history does; taken as history",
                        object.line);
    }
    if (!time || !length) return;
    RawRow& row = trace.rows.emplace_back();
    row.start = *time;
    row.length = *length;
    row.value = rows.number(object, "carbonIntensity");
    row.line = object.line;
    row.is_estimated = JsonRows::text(object, "isEstimated") == "true";
  });
  rows.throw_if_bad();
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "datetime";
  trace.value_column = "carbonIntensity";
  ZoneFilter zones(source.name(), choices.text("zone"));
  Stated stated(source.name());
  read_rows(source, trace, zones, stated);
  std::stable_sort(trace.rows.begin(), trace.rows.end(),  // answers come in either order
                   [](const RawRow& a, const RawRow& b) { return a.start < b.start; });
  auto& provenance = trace.provenance;
  provenance.zone = zones.zone();
  provenance.column = "carbonIntensity";
  describe_electricity_maps(provenance, emission_kind(stated, choices));
  return trace;
}

}  // namespace

const TraceFormat& electricitymaps_api() {
  static const TraceFormat format{
      "electricitymaps-api",
      "JSON of Electricity Maps' API, history and past-range (datetime, carbonIntensity)",
      {{"column", {"direct", "lifecycle"}, "which emissions, where the file does not say", false},
       {"zone", {}, "zone, where the file holds several", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
