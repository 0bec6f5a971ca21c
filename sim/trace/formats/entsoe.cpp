#include <fmt/format.h>

#include <cmath>
#include <map>
#include <optional>

#include "base/numbers.hpp"
#include "trace/csv_source.hpp"
#include "trace/fuel_mix.hpp"
#include "trace/local_clock.hpp"
#include "trace/production_types.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// Actual Generation per Production Type of the ENTSO-E Transparency Platform. Wide: a column for
// each type, `MTU` as "31.12.2023 23:00 - 01.01.2024 00:00 (CET/CEST)", which older files call
// (CET) all year. Long: a row for each type, the zone in the title "MTU (CET/CEST)" and behind
// times that autumn repeats. `n/e` is not expected, `-` and an empty cell are no value. Storage
// takes power too (Consumption), and is left out.

std::string fuel_of(const std::string& file, std::size_t line, std::string_view type) {
  if (const auto fuel = fuel_of_type(plain_title(type))) return *fuel;
  throw ConfigError(fmt::format("{}:{}: unknown production type '{}'", file, line, type));
}

/// The IANA zone that keeps this time; ConfigError where the platform writes no such zone.
std::string zone_of(const std::string& file, std::size_t line, std::string_view text) {
  static const std::map<std::string, std::string> zones{{"utc", "UTC"},
                                                        {"cetcest", "Europe/Brussels"},
                                                        {"cet", "Europe/Brussels"},
                                                        {"cest", "Europe/Brussels"},
                                                        {"wetwest", "Europe/Lisbon"},
                                                        {"eeteest", "Europe/Athens"}};
  const auto zone = zones.find(plain_title(text));
  if (zone != zones.end()) return zone->second;
  throw ConfigError(
      fmt::format("{}:{}: MTU: expected its time zone, such as (UTC) or (CET/CEST), got '{}'", file,
                  line, text));
}

/// What stands in the last brackets of a text, and the text without them.
std::string_view take_brackets(std::string_view& text) {
  text = trim(text);
  const auto open = text.rfind('(');
  if (!text.ends_with(')') || open == std::string_view::npos) return {};
  const auto inside = text.substr(open + 1, text.size() - open - 2);
  text = trim(text.substr(0, open));
  return inside;
}

/// Reads "from - to (zone)" with its parts' own zones.
class Mtu {
 public:
  Mtu(std::string file, std::string_view zone_in_title)
      : file_(std::move(file)), title_zone_(zone_in_title) {}

  struct Time {
    RawRow row;
    bool is_skipped = false;  ///< spring has no such time
  };
  /// Nothing where the cell is not such a text. `kind` keeps the order of rows of each type apart.
  std::optional<Time> read(std::string_view cell, std::size_t line, const std::string& kind) {
    const auto zone = take_brackets(cell);
    const auto dash = cell.find(" - ");
    if (dash == std::string_view::npos) return std::nullopt;
    std::string_view from = cell.substr(0, dash), to = cell.substr(dash + 3);
    const auto from_zone = take_brackets(from);
    take_brackets(to);
    const auto begin = parse_stamp(trim(from), DateOrder::day_month_year);
    const auto end = parse_stamp(trim(to), DateOrder::day_month_year);
    if (!begin || !end) return std::nullopt;
    Time time;
    time.row.line = static_cast<std::uint32_t>(line);
    const auto length = end->clock - begin->clock;
    if (length > std::chrono::milliseconds{0} && length <= std::chrono::hours{1})
      time.row.length = length;
    const auto start = utc(begin->clock, line, kind, zone, from_zone);
    time.is_skipped = !start;
    if (start) time.row.start = *start;
    return time;
  }

 private:
  std::optional<UtcTime> utc(UtcTime clock, std::size_t line, const std::string& kind,
                             std::string_view zone, std::string_view from_zone) {
    const std::string own = plain_title(from_zone);  // which half of the year it is in
    if (own == "cet") return clock - std::chrono::hours{1};
    if (own == "cest") return clock - std::chrono::hours{2};
    auto found = clocks_.find(kind);
    if (found == clocks_.end()) {
      const auto name = zone.empty() ? std::string_view(title_zone_) : zone;
      found = clocks_.emplace(kind, LocalClock(zone_of(file_, line, name))).first;
    }
    return found->second.to_utc(clock);
  }

  std::string file_, title_zone_;
  std::map<std::string, LocalClock> clocks_;
};

double read_mw(CsvSource& csv, std::size_t column, std::size_t fuel, FuelMix& mix) {
  const auto cell = trim(csv.cell(column));
  if (cell == "n/e" || cell == "N/E") return 0;  // the area has none of it
  const double mw = cell == "-" || cell == "N/A" ? RawRow::missing : csv.number(column);
  if (std::isnan(mw)) mix.expect(fuel, csv.line());
  return mw;
}

constexpr const char* skipped = "MTU: spring skips this time; the row is left out";

void read_wide(const TraceSource& source, CsvSource& csv, std::size_t area, std::size_t time,
               Mtu& mtu, ZoneFilter& zones, FuelMix& mix, RawTrace& trace) {
  struct Column {
    std::size_t index, fuel;
  };
  std::vector<Column> columns;
  const std::string kind = " - Actual Aggregated";
  for (std::size_t i = 0; i < csv.header().size(); ++i) {
    const std::string& title = csv.title(i);
    const auto end = title.find(kind);
    if (end == std::string::npos) continue;
    columns.push_back({i, mix.add_fuel(fuel_of(source.name(), 1, title.substr(0, end)), title)});
  }
  while (csv.next()) {
    if (!zones.keeps(trim(csv.cell(area)))) continue;
    const auto at = mtu.read(csv.cell(time), csv.line(), "");
    if (!at) csv.bad(time, "a time such as '31.12.2023 23:00 - 01.01.2024 00:00 (CET/CEST)'");
    if (!at) continue;
    bool has_value = false;
    if (!at->is_skipped) mix.begin_row(at->row);
    for (const Column& column : columns) {
      const double value = read_mw(csv, column.index, column.fuel, mix);
      has_value = has_value || value > 0;
      if (!at->is_skipped) mix.add(column.fuel, value);
    }
    if (at->is_skipped && has_value) csv.bad(time, "a time that this zone has (spring skips it)");
    if (at->is_skipped) trace.findings.note(skipped, csv.line());
  }
}

void read_long(const TraceSource& source, CsvSource& csv, std::size_t area, std::size_t time,
               Mtu& mtu, ZoneFilter& zones, FuelMix& mix, RawTrace& trace) {
  const auto type = csv.require("'Production Type'", is({"productiontype"}));
  const auto value = csv.require("'Generation (MW)'", [](const std::string& title) {
    return title.starts_with("generation") || title.starts_with("actualgeneration");
  });
  std::map<std::string, std::size_t, std::less<>> number_of;
  std::map<UtcTime, std::size_t> row_of;
  std::vector<std::vector<std::optional<double>>> seen;  // by row and fuel
  while (csv.next()) {
    if (!zones.keeps(trim(csv.cell(area)))) continue;
    const std::string name(trim(csv.cell(type)));
    const auto at = mtu.read(csv.cell(time), csv.line(), name);
    if (!at) csv.bad(time, "a time such as '31/12/2023 23:00:00 - 01/01/2024 00:00:00'");
    if (at && at->is_skipped) trace.findings.note(skipped, csv.line());
    if (!at || at->is_skipped) continue;
    auto fuel = number_of.find(name);
    if (fuel == number_of.end()) {
      const auto number = mix.add_fuel(fuel_of(source.name(), csv.line(), name), name);
      fuel = number_of.emplace(name, number).first;
    }
    const auto [row, is_new] = row_of.emplace(at->row.start, mix.rows());
    if (is_new) mix.begin_row(at->row);
    mix.go_to_row(row->second);
    const double mw = read_mw(csv, value, fuel->second, mix);
    seen.resize(mix.rows());
    auto& of_row = seen[row->second];
    if (of_row.size() <= fuel->second) of_row.resize(fuel->second + 1);
    auto& before = of_row[fuel->second];
    if (!before) {
      before = mw;
      mix.add(fuel->second, mw);
    } else if (*before != mw && !(std::isnan(*before) && std::isnan(mw))) {
      csv.bad(value,
              "one value for each time and type, the one before was " + format_number(*before));
    }
  }
}

bool recognises(const TraceSource& source) {
  return source.has_title_with("mtu") && source.has_title("area") &&
         (source.has_title("productiontype") || source.has_title("biomassactualaggregatedmw") ||
          source.has_title("fossilgasactualaggregatedmw"));
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  CsvSource csv(source);
  const auto area = csv.require("'Area'", is({"area"}));
  const auto time =
      csv.require("'MTU'", [](const std::string& title) { return title.starts_with("mtu"); });
  std::string_view title = csv.title(time);
  Mtu mtu(source.name(), take_brackets(title));
  RawTrace trace(source);
  FuelMix mix(trace, read_factors(choices.text("factors")));
  trace.time_column = "MTU";
  trace.value_column = "generation by type";
  ZoneFilter zones(source.name(), choices.text("zone"));
  const bool is_long = source.has_title("productiontype");
  (is_long ? read_long : read_wide)(source, csv, area, time, mtu, zones, mix, trace);
  trace.provenance.zone = zones.zone();
  mix.finish();
  trace.provenance.column = "Actual Aggregated";
  trace.provenance.stamps = "start of the MTU, in its time zone; moved to UTC";
  return trace;
}

}  // namespace

const TraceFormat& entsoe() {
  static const TraceFormat format{
      "entsoe",
      "ENTSO-E Actual Generation per Production Type, the wide layout or the newer long one",
      {{"factors", {}, "grams per kWh of each fuel: a table of cadis list factors, or a CSV", true},
       {"zone", {}, "area, where the file holds several", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
