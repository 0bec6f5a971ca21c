#include <optional>

#include "trace/json_rows.hpp"
#include "trace/unit.hpp"

namespace cadis::formats {
namespace {

// WattTime v3: the JSON of its historical and forecast endpoints, and the CSV of its client.
// Marginal (co2_moer) or average (co2_aoer) emissions at the stack, in pounds per MWh; UTC, start
// of step.

constexpr const char* default_unit = "lb/MWh";

bool recognises(const TraceSource& source) {
  return source.is_json() ? source.has_key("point_time")
                          : source.has_title("pointtime") && source.has_title("value");
}

void set_signal(const TraceSource& source, const std::string& signal, TraceProvenance& provenance) {
  if (signal != "" && signal != "co2_moer" && signal != "co2_aoer") {
    throw ConfigError(source.name() + ": holds the signal '" + signal +
                      "'; only co2_moer and co2_aoer are carbon intensities");
  }
  provenance.accounting = signal == "co2_aoer" ? "average" : "marginal";
}

/// The unit that the file states, which comes behind its rows.
std::string read_json_rows(const TraceSource& source, RawTrace& trace) {
  JsonRows rows(source);
  std::string unit;
  read_json(source, [&](const JsonObject& object) {
    if (object.path == "meta") {
      unit = JsonRows::text(object, "units");
      trace.provenance.zone = JsonRows::text(object, "region");
      set_signal(source, JsonRows::text(object, "signal_type"), trace.provenance);
    }
    if (!object.path.ends_with("[]") || !object.has("point_time")) return;
    rows.check_count(trace);
    const auto time = rows.time(object, "point_time");
    if (!time) return;
    RawRow& row = trace.rows.emplace_back();
    row.start = *time;
    row.value = rows.number(object, "value");
    row.line = object.line;
  });
  rows.throw_if_bad();
  return unit;
}

std::string read_csv_rows(const TraceSource& source, RawTrace& trace) {
  CsvSource csv(source);
  const auto time = csv.require("'point_time'", is({"pointtime"}));
  const auto value = csv.require("'value'", is({"value"}));
  while (csv.next()) csv.add_row(trace, time, value);
  return {};
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "point_time";
  trace.value_column = "value";
  auto& provenance = trace.provenance;
  provenance.accounting = "marginal";
  const std::string stated =
      source.is_json() ? read_json_rows(source, trace) : read_csv_rows(source, trace);
  if (!stated.empty() && choices.has("unit")) {
    throw ConfigError(source.name() + ": states its unit, " + stated + "; leave --unit out");
  }
  const UnitConversion unit = read_unit(!stated.empty()       ? stated
                                        : choices.has("unit") ? choices.text("unit")
                                                              : default_unit);
  for (RawRow& row : trace.rows) row.value *= unit.g_per_kwh;
  if (choices.has("zone")) provenance.zone = choices.text("zone");
  provenance.column = "value";
  provenance.unit = unit.unit;
  if (stated.empty() && !choices.has("unit")) provenance.unit += " (as the publisher documents)";
  provenance.conversion = unit.text();
  provenance.emissions = "direct";
  provenance.stamps = "UTC, start of step (point_time)";
  return trace;
}

}  // namespace

const TraceFormat& watttime() {
  static const TraceFormat format{
      "watttime",
      "WattTime v3: JSON, or the CSV of its client (point_time,value); marginal",
      {{"unit", {}, "where the file does not say (lb/MWh)", false},
       {"zone", {}, "region, for the record: the CSV does not say", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
