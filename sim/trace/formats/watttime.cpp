#include <fmt/format.h>

#include <algorithm>

#include "trace/json_rows.hpp"
#include "trace/watttime.hpp"

namespace cadis::formats {
namespace {

// WattTime v3: the JSON of its historical endpoint, one response or a list of them, and the CSV of
// its client. Version 2 was a list of rows. Forecasts are watttime_forecast's.

bool recognises(const TraceSource& source) {
  if (source.is_json())
    return source.has_key("point_time") && source.has_key("value") &&
           !source.has_key("generated_at");
  return source.has_title("pointtime") && source.has_title("value");
}

void read_json_rows(const TraceSource& source, RawTrace& trace, Stated& stated) {
  JsonRows rows(source);
  read_json(source, [&](const JsonObject& object) {
    take_watttime_meta(object, stated);
    if (object.has("generated_at")) {
      throw ConfigError(
          fmt::format("{}:{}: generated_at: is of a forecast, which is no history; say --format "
                      "watttime-forecast",
                      source.name(), object.line));
    }
    if (!object.path.ends_with("[]") || !object.has("point_time")) return;
    rows.check_count(trace);
    const auto time = rows.stated_time(object, "point_time", trace);
    if (!time) return;
    RawRow& row = trace.rows.emplace_back();
    row.start = *time;
    row.value = rows.number(object, "value");
    row.line = object.line;
    row.is_estimated = plain_title(JsonRows::text(object, "imputed_data_used")) == "true";
  });
  rows.throw_if_bad();
}

/// A value of the client's column `meta`, which is a dictionary of Python or JSON; empty where it
/// has none.
std::string entry(std::string_view meta, std::string_view key) {
  constexpr std::string_view around = "'\": ";
  const auto at = meta.find(key);
  if (at == std::string_view::npos) return "";
  const auto rest = meta.substr(at + key.size());
  const auto value = rest.substr(std::min(rest.find_first_not_of(around), rest.size()));
  return std::string(value.substr(0, value.find_first_of("'\",}")));
}

void read_csv_rows(const TraceSource& source, RawTrace& trace, Stated& stated) {
  CsvSource csv(source);
  const auto time = csv.require("'point_time'", is({"pointtime"}));
  const auto value = csv.require("'value'", is({"value"}));
  const auto meta = csv.find("'meta'", is({"meta"}));
  const auto imputed = csv.find("'imputed_data_used'", is({"imputeddataused"}));
  while (csv.next()) {
    if (const auto text = meta ? trim(csv.cell(*meta)) : ""; !text.empty()) {
      for (const auto* key : {"units", "region", "signal_type"}) stated.take(key, entry(text, key));
      if (entry(text, "signal_type").empty()) csv.bad(*meta, "a dictionary with 'signal_type'");
    }
    RawRow* const row = csv.add_row(trace, time, value, Offsets::stated);
    if (row != nullptr) row->is_estimated = imputed && plain_title(csv.cell(*imputed)) == "true";
  }
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "point_time";
  trace.value_column = "value";
  Stated stated(source.name());
  (source.is_json() ? read_json_rows : read_csv_rows)(source, trace, stated);
  const double g_per_kwh = describe_watttime(trace, stated, choices);
  for (RawRow& row : trace.rows) row.value *= g_per_kwh;
  return trace;
}

}  // namespace

const TraceFormat& watttime() {
  static const TraceFormat format{
      "watttime",
      "WattTime v3: JSON, or the CSV of its client (point_time,value); marginal or average",
      {{"unit", {}, "where the file does not say (lb/MWh)", false},
       {"zone", {}, "region, for the record: the CSV does not say", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
