#include <map>

#include "base/numbers.hpp"
#include "trace/csv_source.hpp"
#include "trace/fuel_mix.hpp"
#include "trace/hour_labels.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// The balance files of EIA-930: MW by fuel of every balancing authority, quoted titles, commas
// within numbers, a 12-hour clock. Fuel columns changed in July 2024.

const std::string prefix = "netgenerationmwfrom";

/// Fuel of a column, by its title behind the prefix; storage is told apart.
const std::map<std::string, std::string>& fuels() {
  static const std::map<std::string, std::string> fuels{
      {"coal", "coal"},
      {"naturalgas", "gas"},
      {"nuclear", "nuclear"},
      {"allpetroleumproducts", "oil"},
      {"hydropowerandpumpedstorage", "hydro"},
      {"hydropowerexcludingpumpedstorage", "hydro"},
      {"pumpedstorage", "storage"},
      {"solar", "solar"},
      {"solarwithoutintegratedbatterystorage", "solar"},
      {"solarwithintegratedbatterystorage", "solar"},
      {"solarwithointegratedbatterystorage", "solar"},  // as EIA writes it in (Adjusted)
      {"wind", "wind"},
      {"windwithoutintegratedbatterystorage", "wind"},
      {"windwithintegratedbatterystorage", "wind"},
      {"batterystorage", "storage"},
      {"otherenergystorage", "storage"},
      {"unknownenergystorage", "storage"},
      {"geothermal", "geothermal"},
      {"otherfuelsources", "other"},
      {"unknownfuelsources", "other"}};
  return fuels;
}

bool recognises(const TraceSource& source) {
  return source.has_title("balancingauthority") && source.has_title_with(prefix);
}

struct Column {
  std::size_t index, fuel;
};

std::vector<Column> fuel_columns(const TraceSource& source, const CsvSource& csv, bool is_adjusted,
                                 FuelMix& mix) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < csv.header().size(); ++i) {
    std::string plain = plain_title(csv.title(i));
    if (!plain.starts_with(prefix) || plain.ends_with("imputed")) continue;
    if (plain.ends_with("adjusted") != is_adjusted) continue;
    if (is_adjusted) plain.resize(plain.size() - std::string("adjusted").size());
    const auto fuel = fuels().find(plain.substr(prefix.size()));
    if (fuel == fuels().end()) {
      throw ConfigError(source.name() + ":1: unknown fuel column '" + csv.title(i) + "'");
    }
    columns.push_back({i, mix.add_fuel(fuel->second, csv.title(i))});
  }
  if (columns.empty()) {
    throw ConfigError(source.name() + ":1: has no fuel columns" +
                      (is_adjusted ? " (Adjusted); take --column reported" : ""));
  }
  return columns;
}

/// `1,234` is 1234; `1,5` and `0,123` are no numbers. Where other marks than commas separate
/// fields, somebody has saved the file anew.
double read_mw(CsvSource& csv, std::size_t column) {
  const auto cell = trim(csv.cell(column));
  if (cell.find(',') == std::string_view::npos || csv.separator() != ',') return csv.number(column);
  const auto plain = without_thousands(cell, ',', '.');
  if (const auto mw = plain ? parse_number(*plain) : std::nullopt) return *mw;
  csv.bad(column, "a number, with commas between thousands at most");
  return RawRow::missing;
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  CsvSource csv(source);
  const auto zone = csv.require("'Balancing Authority'", is({"balancingauthority"}));
  const auto time = csv.require("'UTC Time at End of Hour'", is({"utctimeatendofhour"}));
  RawTrace trace(source);
  FuelMix mix(trace, read_factors(choices.text("factors")));
  const auto columns = fuel_columns(source, csv, choices.text("column") == "adjusted", mix);
  trace.time_column = csv.title(time);
  trace.value_column = "Net Generation (MW) by fuel";
  ZoneFilter zones(source.name(), choices.text("zone"));
  std::optional<HourLabels> labels;
  while (csv.next()) {
    if (!zones.keeps(trim(csv.cell(zone)))) continue;
    if (!labels) labels = HourLabels::of_eia(std::string(trim(csv.cell(zone))));
    const auto stamp = csv.stamp(time, DateOrder::month_day_year);
    if (!stamp) continue;
    RawRow row;
    row.start = labels->start_of(stamp->utc());
    row.length = std::chrono::hours{1};
    row.line = csv.line();
    mix.begin_row(row);
    for (const Column& column : columns) mix.add(column.fuel, read_mw(csv, column.index));
  }
  trace.provenance.zone = zones.zone();
  mix.finish();
  trace.provenance.column = choices.has("column") ? choices.text("column") : "reported";
  if (labels) trace.provenance.stamps = labels->describe();
  return trace;
}

}  // namespace

const TraceFormat& eia930() {
  static const TraceFormat format{
      "eia930",
      "EIA-930 balance CSV, fuel columns before and since July 2024",
      {{"factors", {}, "grams per kWh of each fuel: a table of cadis list factors, or a CSV", true},
       {"zone", {}, "balancing authority, where the file holds several", false},
       {"column",
        {"reported", "adjusted"},
        "generation as reported, or EIA's correction (reported)",
        false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
