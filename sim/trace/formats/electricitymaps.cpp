#include "trace/calendar_rows.hpp"
#include "trace/csv_source.hpp"
#include "trace/electricity_maps.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// The CSV of the Electricity Maps portal, by hour, day or month, titles of 2021 to 2025: "Zone
// Name" became "Zone name", "(LCA)" became "(Life cycle)".

bool recognises(const TraceSource& source) {
  return source.has_title("datetimeutc") && source.has_title_with("carbonintensity");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  CsvSource csv(source);
  const bool is_direct = choices.text("column") == "direct";
  const auto time = csv.require("'Datetime (UTC)'", is({"datetimeutc"}));
  const auto value = csv.require(
      is_direct ? "in gCO2eq/kWh with '(direct)'" : "in gCO2eq/kWh with '(LCA)' or '(Life cycle)'",
      [&](const std::string& title) {
        const std::string begin = "carbonintensitygco2eqkwh";
        if (is_direct) return title == begin + "direct";
        return title == begin + "lca" || title == begin + "lifecycle";
      });
  const auto zone = csv.find("'Zone id'", is({"zoneid"}));
  const auto estimated = csv.find("'Data estimated'", is({"dataestimated"}));

  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  ZoneFilter zones(source.name(), choices.text("zone"));
  while (csv.next()) {
    if (zone && !zones.keeps(trim(csv.cell(*zone)))) continue;
    RawRow* const row = csv.add_row(trace, time, value);
    if (row != nullptr)
      row->is_estimated = estimated && plain_title(csv.cell(*estimated)) == "true";
  }
  auto& provenance = trace.provenance;
  if (zone || choices.has("zone")) provenance.zone = zones.zone();
  provenance.column = trace.value_column;
  describe_electricity_maps(provenance, choices.text("column"));
  hold_calendar_rows(trace, choices);
  return trace;
}

}  // namespace

const TraceFormat& electricitymaps() {
  static const TraceFormat format{
      "electricitymaps",
      "CSV of the Electricity Maps portal, by hour, day or month, titles of 2021 to 2025",
      {{"column", {"direct", "lifecycle"}, "which of its two intensities", true},
       {"zone", {}, "zone id, where the file holds several", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
