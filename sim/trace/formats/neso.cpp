#include <cmath>

#include "trace/json_rows.hpp"
#include "trace/neso.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// The GB Carbon Intensity API of NESO: its JSON, national or regional, and a flattened CSV of it.
// UTC, `from` to `to`.

bool recognises(const TraceSource& source) {
  if (source.is_json()) return source.has_key("from") && source.has_key("intensity");
  return source.has_title("from") && source.has_title("to") &&
         (source.has_title("forecast") || source.has_title("intensityforecast"));
}

void add_row(RawTrace& trace, UtcTime from, std::optional<UtcTime> to, double value,
             std::uint32_t line, bool is_actual) {
  RawRow& row = trace.rows.emplace_back();
  row.start = from;
  if (to && *to > from) row.length = *to - from;
  row.line = line;
  row.value = value;
  if (!is_actual || value != 0) return;
  trace.findings.need("actual: 0 means that there is no value", line);
  row.value = RawRow::missing;
}

/// Whether the user names a region by the API's number.
bool is_number(const std::string& zone) {
  return !zone.empty() && zone.find_first_not_of("0123456789") == std::string::npos;
}

void read_json_rows(const TraceSource& source, const ImportChoices& choices, ZoneFilter& zones,
                    RawTrace& trace) {
  const std::string column = choices.text("column");
  const bool is_by_number = is_number(choices.text("zone"));
  JsonRows rows(source);
  bool takes_nation = false;
  const std::string key = "intensity." + column;
  read_json(source, [&](const JsonObject& object) {
    if (!object.has("intensity.forecast") && !object.has("intensity.actual")) {
      if (takes_nation && (object.has("shortname") || object.has("regionid"))) {
        rows.bad(object.line, "shortname",
                 "stands behind the region's data, which were taken for the nation's; keep the "
                 "keys in the API's order");
      }
      return;
    }
    std::string_view zone = is_by_number ? "" : JsonRows::text(object, "shortname");
    if (zone.empty()) zone = JsonRows::text(object, "regionid");
    takes_nation = takes_nation || zone.empty();
    if (!zones.keeps(zone.empty() ? "GB" : zone)) return;
    if (!object.has(key)) rows.bad(object.line, key, "is not given; regions have no `actual`");
    rows.check_count(trace);
    const auto from = rows.stated_time(object, "from", trace);
    const auto to = rows.stated_time(object, "to", trace);
    if (from) add_row(trace, *from, to, rows.number(object, key), object.line, column == "actual");
  });
  rows.throw_if_bad();
}

/// The column that tells regions apart; nothing where the file is national.
std::optional<std::size_t> region_column(const CsvSource& csv, bool is_by_number) {
  if (is_by_number) return csv.require("'regionid' (--zone is a number)", is({"regionid"}));
  const auto name = csv.find("'shortname'", is({"shortname", "region", "zone"}));
  const auto operated_by = csv.find("'dnoregion'", is({"dnoregion"}));
  if (name || operated_by) return name ? name : operated_by;
  return csv.find("'regionid'", is({"regionid"}));
}

void read_csv_rows(const TraceSource& source, const ImportChoices& choices, ZoneFilter& zones,
                   RawTrace& trace) {
  const std::string column = choices.text("column");
  CsvSource csv(source);
  const auto from = csv.require("'from'", is({"from"})), to = csv.require("'to'", is({"to"}));
  const auto value = csv.require("'" + column + "'", is({column, "intensity" + column}));
  const auto zone = region_column(csv, is_number(choices.text("zone")));
  trace.time_column = csv.title(from);
  trace.value_column = csv.title(value);
  trace.is_unit_assumed = true;
  while (csv.next()) {
    if (!zones.keeps(zone ? trim(csv.cell(*zone)) : "GB")) continue;
    const auto begin = csv.stamp(from), end = csv.stamp(to);
    if (!begin || !end) continue;
    check_offset(trace, *begin, Offsets::stated, "from", csv.line(), csv.cell(from));
    add_row(trace, begin->utc(), end->utc(), csv.number(value), csv.line(), column == "actual");
  }
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  const std::string column = choices.text("column");
  trace.time_column = "from";
  trace.value_column = "intensity." + column;
  ZoneFilter zones(source.name(), choices.text("zone"));
  (source.is_json() ? read_json_rows : read_csv_rows)(source, choices, zones, trace);
  auto& provenance = trace.provenance;
  provenance.zone = zones.zone();
  provenance.column = column;
  describe_neso(provenance);
  provenance.stamps = "UTC, start of step (from)";
  return trace;
}

}  // namespace

const TraceFormat& neso() {
  static const TraceFormat format{
      "neso",
      "GB Carbon Intensity API: JSON, national or regional, or its CSV (from,to,forecast,actual)",
      {{"column", {"forecast", "actual"}, "the forecast, or what was measured", true},
       {"zone", {}, "a region's short name or number, where the file holds several", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
