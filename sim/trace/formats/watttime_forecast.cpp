#include "trace/forecasts.hpp"
#include "trace/json_rows.hpp"
#include "trace/watttime.hpp"

namespace cadis::formats {
namespace {

// Forecasts of WattTime, JSON: of version 3 one response, rows under `data` and `generated_at` in
// `meta`, or a history of them, `generated_at` and rows under `forecast` in each; of version 2 and
// the SGIP signal one such forecast or a list of them.

bool recognises(const TraceSource& source) {
  return source.has_key("point_time") && source.has_key("value") && source.has_key("generated_at");
}

void read_rows(const TraceSource& source, RawTrace& trace, Stated& stated) {
  JsonRows rows(source);
  ForecastRows forecasts(trace);
  read_json(source, [&](const JsonObject& object) {
    take_watttime_meta(object, stated);
    if (object.path.ends_with("[]") && object.has("point_time")) {
      RawRow row;
      row.line = object.line;
      row.value = rows.number(object, "value");
      const auto time = rows.stated_time(object, "point_time", trace);
      if (time) row.start = *time;
      if (time) forecasts.add(row);
      return;
    }
    for (const char* key : {"generated_at", "meta.generated_at"}) {
      if (!object.has(key)) continue;
      if (const auto issued = rows.stated_time(object, key, trace)) forecasts.issue(*issued);
      return;
    }
  });
  rows.throw_if_bad();
  forecasts.finish("generated_at");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "point_time";
  trace.value_column = "value";
  Stated stated(source.name());
  read_rows(source, trace, stated);
  const double g_per_kwh = describe_watttime(trace, stated, choices);
  trace.provenance.stamps += "; issued at generated_at";
  for (RawForecast& forecast : trace.forecasts) {
    for (RawRow& row : forecast.rows) row.value *= g_per_kwh;
  }
  return trace;
}

}  // namespace

const TraceFormat& watttime_forecast() {
  static const TraceFormat format{
      "watttime-forecast",
      "forecasts of WattTime, JSON of versions 3 and 2 and of the SGIP signal",
      {{"unit", {}, "where the file does not say (lb/MWh; of SGIP's regions kg/kWh)", false}},
      recognises,
      read,
      TraceKind::forecasts};
  return format;
}

}  // namespace cadis::formats
