#include "trace/electricity_maps.hpp"
#include "trace/forecasts.hpp"
#include "trace/json_rows.hpp"

namespace cadis::formats {
namespace {

// JSON of Electricity Maps' API, carbon-intensity/forecast: rows of datetime and carbonIntensity
// under `forecast`; the whole was issued at `updatedAt`. Several answers may stand in a list.

bool recognises(const TraceSource& source) {
  return source.has_key("carbonIntensity") && source.has_key("datetime") &&
         source.has_key("forecast");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "datetime";
  trace.value_column = "carbonIntensity";
  Stated stated(source.name());
  JsonRows rows(source);
  ForecastRows forecasts(trace);
  read_json(source, [&](const JsonObject& object) {
    stated.take(emission_key, JsonRows::text(object, emission_key));
    stated.take("zone", JsonRows::text(object, "zone"));
    if (object.path.ends_with("forecast[]")) {
      RawRow row;
      row.line = object.line;
      row.value = rows.number(object, "carbonIntensity");
      const auto time = rows.stated_time(object, "datetime", trace);
      if (time) row.start = *time;
      if (time) forecasts.add(row);
    } else if (object.has("updatedAt")) {
      if (const auto issued = rows.stated_time(object, "updatedAt", trace))
        forecasts.issue(*issued);
    }
  });
  rows.throw_if_bad();
  forecasts.finish("updatedAt");
  auto& provenance = trace.provenance;
  provenance.zone = stated.text("zone");
  provenance.column = "carbonIntensity";
  describe_electricity_maps(provenance, emission_kind(stated, choices));
  provenance.stamps += "; issued at updatedAt";
  return trace;
}

}  // namespace

const TraceFormat& electricitymaps_forecast() {
  static const TraceFormat format{
      "electricitymaps-forecast",
      "forecasts of Electricity Maps' API, JSON (forecast, updatedAt)",
      {{"column", {"direct", "lifecycle"}, "which emissions, where the file does not say", false}},
      recognises,
      read,
      TraceKind::forecasts};
  return format;
}

}  // namespace cadis::formats
