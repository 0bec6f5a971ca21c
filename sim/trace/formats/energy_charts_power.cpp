#include <fmt/format.h>

#include <cmath>
#include <set>

#include "base/errors.hpp"
#include "trace/fuel_mix.hpp"
#include "trace/json_series.hpp"
#include "trace/production_types.hpp"

namespace cadis::formats {
namespace {

// JSON of Energy-Charts' API, public_power and total_power: unix_seconds, and under
// production_types a name and an array of MW for each type, and for what is no production. The
// types are ENTSO-E's, some with names of their own.

bool recognises(const TraceSource& source) {
  return source.has_key("unix_seconds") && source.has_key("production_types");
}

/// Of a name; empty where it is no production. ConfigError where it is not known.
std::string fuel_of(const TraceSource& source, const JsonSeries& series) {
  static const std::set<std::string> others{"load",
                                            "residualload",
                                            "renewableshareofgeneration",
                                            "renewableshareofload",
                                            "crossborderelectricitytrading",
                                            "hydropumpedstorageconsumption",
                                            "batterystorageconsumption"};
  static const std::map<std::string, std::string> own{{"hydrorunofriver", "hydro"},
                                                      {"others", "other"},
                                                      {"renewableothers", "other-renewable"},
                                                      {"otherrenewables", "other-renewable"},
                                                      {"battery", "storage"},
                                                      {"batterystorage", "storage"}};
  const std::string plain = plain_title(series.name);
  if (others.contains(plain)) return "";
  if (const auto fuel = own.find(plain); fuel != own.end()) return fuel->second;
  if (const auto fuel = fuel_of_type(plain)) return *fuel;
  throw ConfigError(fmt::format("{}:{}: unknown production type '{}'; take it out of the file",
                                source.name(), series.lines.front(), series.name.substr(0, 40)));
}

struct Type {
  const JsonSeries* series;
  std::size_t fuel;
};

std::vector<Type> types_of(const TraceSource& source, const std::vector<JsonSeries>& all,
                           FuelMix& mix) {
  std::vector<Type> types;
  for (const JsonSeries& series : all) {
    if (series.path == "unix_seconds") continue;
    if (const auto fuel = fuel_of(source, series); !fuel.empty())
      types.push_back({&series, mix.add_fuel(fuel, series.name)});
  }
  if (types.empty()) throw ConfigError(source.name() + ": has no production by type");
  return types;
}

/// How many steps there are up to the last in which some type has a value.
std::size_t known_size(const std::vector<Type>& types, std::size_t size) {
  const auto is_known = [&](std::size_t i) {
    return std::any_of(types.begin(), types.end(),
                       [&](const Type& type) { return !std::isnan(type.series->values[i]); });
  };
  while (size > 0 && !is_known(size - 1)) --size;
  return size;
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  FuelMix mix(trace, read_factors(choices.text("factors")));
  trace.time_column = "unix_seconds";
  trace.value_column = "production by type";
  const auto all = read_json_series(source);
  const auto times = take_unix_seconds(source, all);
  const auto types = types_of(source, all, mix);
  const std::size_t size = known_size(types, times.size());
  for (std::size_t i = 0; i < size; ++i) {
    RawRow row;
    row.start = times[i];
    row.line = types.front().series->lines[i];
    mix.begin_row(row);
    for (const auto& [series, fuel] : types) {
      if (std::isnan(series->values[i])) mix.expect(fuel, series->lines[i]);
      mix.add(fuel, series->values[i]);
    }
  }
  for (std::size_t i = size; i < times.size(); ++i) {
    trace.findings.note("no type has a value from here to the end; left out",
                        types.front().series->lines[i], format_utc(times[i]));
  }
  mix.finish();
  trace.provenance.zone = choices.text("zone");
  trace.provenance.column = "production_types";
  trace.provenance.stamps = "Unix seconds, start of step";
  return trace;
}

}  // namespace

const TraceFormat& energy_charts_power() {
  static const TraceFormat format{
      "energy-charts-power",
      "JSON of Energy-Charts' API, public_power or total_power (unix_seconds, production_types)",
      {{"factors", {}, "grams per kWh of each fuel: a table of cadis list factors, or a CSV", true},
       {"zone", {}, "for the record: the file does not say", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
