#include <fmt/format.h>
#include <fmt/ranges.h>

#include "trace/json_rows.hpp"
#include "trace/stated.hpp"
#include "trace/unit.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// California's SGIP signal, by WattTime: JSON of its API, a list of point_time, moer, version,
// freq, ba, and the monthly CSV, `timestamp` and a column for each version of MOER. Marginal
// emissions at the stack in kg/kWh; UTC, start of step. Its forecasts are watttime_forecast's.

const std::string prefix = "moerversion";

bool recognises(const TraceSource& source) {
  if (source.is_json()) return source.has_key("point_time") && source.has_key("moer");
  return source.has_title("timestamp") && source.has_title_with(prefix);
}

std::string read_json_rows(const TraceSource& source, const ImportChoices& choices,
                           RawTrace& trace) {
  const std::string version = choices.text("column");
  JsonRows rows(source);
  ZoneFilter zones(source.name(), choices.text("zone"));
  Stated stated(source.name());
  read_json(source, [&](const JsonObject& object) {
    if (!object.has("moer")) return;
    const auto own = JsonRows::text(object, "version");
    if (!version.empty() && own != version) return;
    if (!zones.keeps(JsonRows::text(object, "ba"))) return;
    stated.take("version (choose one with --column)", own);
    rows.check_count(trace);
    const auto time = rows.stated_time(object, "point_time", trace);
    const double freq_s = rows.number(object, "freq");
    if (!time) return;
    RawRow& row = trace.rows.emplace_back();
    row.start = *time;
    row.value = rows.number(object, "moer");
    row.line = object.line;
    if (freq_s >= 1 && freq_s <= 86400) row.length = after(*time, Seconds{freq_s}) - *time;
  });
  rows.throw_if_bad();
  if (trace.rows.empty() && !version.empty())
    throw ConfigError(source.name() + ": has no MOER of version '" + version + "' (--column)");
  trace.provenance.column = "moer " + stated.text("version (choose one with --column)");
  return zones.zone();
}

/// The column of the version that the user chose, or the only one.
std::size_t version_column(const TraceSource& source, const CsvSource& csv,
                           const ImportChoices& choices) {
  if (choices.has("column")) {
    return csv.require("of MOER version '" + choices.text("column") + "' (--column)",
                       is({prefix + plain_title(choices.text("column"))}));
  }
  std::vector<std::size_t> found;
  std::vector<std::string> versions;
  for (std::size_t i = 0; i < csv.header().size(); ++i) {
    if (!plain_title(csv.title(i)).starts_with(prefix)) continue;
    found.push_back(i);
    versions.push_back(csv.title(i).substr(csv.title(i).find_last_of(' ') + 1));
  }
  if (found.size() == 1) return found.front();
  throw ConfigError(fmt::format("{}:1: holds {} versions of MOER; choose one with --column: {}",
                                source.name(), found.size(), fmt::join(versions, ", ")));
}

std::string read_csv_rows(const TraceSource& source, const ImportChoices& choices,
                          RawTrace& trace) {
  CsvSource csv(source);
  const auto time = csv.require("'timestamp'", is({"timestamp"}));
  const auto value = version_column(source, csv, choices);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  while (csv.next()) csv.add_row(trace, time, value, Offsets::stated);
  trace.provenance.column = trace.value_column;
  return choices.text("zone");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "point_time";
  trace.value_column = "moer";
  auto& provenance = trace.provenance;
  provenance.zone = (source.is_json() ? read_json_rows : read_csv_rows)(source, choices, trace);
  const UnitConversion unit = read_unit("kg/kWh");
  for (RawRow& row : trace.rows) row.value *= unit.g_per_kwh;
  trace.is_unit_assumed = true;
  provenance.unit = unit.unit + " (as the publisher documents)";
  provenance.conversion = unit.text();
  provenance.accounting = "marginal";
  provenance.emissions = "direct";
  provenance.stamps = "UTC, start of step";
  return trace;
}

}  // namespace

const TraceFormat& sgip() {
  static const TraceFormat format{
      "sgip",
      "California's SGIP signal: JSON (point_time, moer) or CSV (timestamp,MOER version 2.0)",
      {{"column", {}, "version of MOER, such as 2.0, where the file holds several", false},
       {"zone",
        {},
        "region (ba) of several; for the CSV, which does not say, for the record",
        false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
