#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/numbers.hpp"
#include "trace/fuel_mix.hpp"
#include "trace/hour_labels.hpp"
#include "trace/json_rows.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// JSON of EIA's API v2, electricity/rto/fuel-type-data: a row for each hour and fuel, `period` as
// 2023-01-01T00 in UTC or 2023-01-01T00-05, `respondent`, `fueltype`, `value` in megawatthours,
// mostly as a text. The same data as EIA-930's balance files, hour labels and all. Its sister
// region-data has no fuels.

/// Fuel of a code; storage is told apart.
const std::map<std::string, std::string>& fuels() {
  static const std::map<std::string, std::string> fuels{
      {"col", "coal"},    {"ng", "gas"},         {"nuc", "nuclear"}, {"oil", "oil"},
      {"wat", "hydro"},   {"sun", "solar"},      {"snb", "solar"},   {"wnd", "wind"},
      {"wnb", "wind"},    {"geo", "geothermal"}, {"oth", "other"},   {"unk", "other"},
      {"bat", "storage"}, {"ps", "storage"},     {"oes", "storage"}, {"ues", "storage"}};
  return fuels;
}

bool recognises(const TraceSource& source) {
  return source.has_key("period") && source.has_key("respondent") && source.has_key("value");
}

/// `2023-01-01T00` and `2023-01-01T00-05`, the hour alone.
std::optional<Stamp> read_period(std::string_view text) {
  constexpr std::size_t to_hour = 13;  // characters
  if (text.size() < to_hour || text.substr(to_hour).starts_with(':')) return parse_stamp(text);
  return parse_stamp(std::string(text.substr(0, to_hour)) + ":00" +
                     std::string(text.substr(to_hour)));
}

/// Reads the rows of one respondent into a mix.
class FuelRows {
 public:
  FuelRows(const TraceSource& source, const ImportChoices& choices, RawTrace& trace, FuelMix& mix)
      : name_(source.name()),
        choices_(choices),
        trace_(trace),
        mix_(mix),
        rows_(source),
        zones_(name_, choices.text("zone")) {}

  void visit(const JsonObject& object) {
    if (object.has("total") && object.path.ends_with("response")) take_total(object);
    if (!object.path.ends_with("[]") || !object.has("period")) return;
    ++count_;
    const std::string zone(JsonRows::text(object, "respondent"));
    if (!zones_.keeps(zone)) return;
    check_kind(object);
    if (!labels_) labels_ = label_of(zone);
    const auto period = JsonRows::text(object, "period");
    const auto time = read_period(period);
    if (!time) {
      rows_.bad(object.line, "period",
                fmt::format("expected an hour such as 2023-01-01T00, got '{}'; ask for hourly or "
                            "local-hourly data",
                            period.substr(0, 40)));
    } else if (rows_.number(object, "value") > most_mwh) {
      rows_.bad(object.line, "value", "expected megawatthours of an hour, got more than any grid");
    } else {
      add(object, labels_->start_of(time->utc()));
    }
  }
  void finish() {
    rows_.throw_if_bad();
    if (total_ > static_cast<double>(count_)) {
      throw ConfigError(fmt::format(
          "{}: holds {} of the {} rows that match; ask for fewer hours or fuels, since the API "
          "gives 5000 at most",
          name_, count_, format_number(total_)));
    }
    trace_.provenance.zone = zones_.zone();
    if (labels_) trace_.provenance.stamps = labels_->describe();
  }

 private:
  static constexpr double most_mwh = 1e8;

  void take_total(const JsonObject& object) {
    const double total = rows_.number(object, "total");
    if (!std::isnan(total)) total_ = total;
  }
  HourLabels label_of(const std::string& zone) const {
    return choices_.has("stamp") ? HourLabels::chosen(choices_, false) : HourLabels::of_eia(zone);
  }
  void check_kind(const JsonObject& object) const {
    const auto refuse = [&](std::string_view key, const std::string& text) {
      throw ConfigError(fmt::format("{}:{}: {}: {}", name_, object.line, key, text));
    };
    if (!object.has("fueltype")) {
      refuse("type", fmt::format("'{}' is demand, interchange or generation in all, which says "
                                 "nothing of carbon; ask for electricity/rto/fuel-type-data",
                                 JsonRows::text(object, "type").substr(0, 40)));
    }
    const auto unit = JsonRows::text(object, "value-units");
    if (!unit.empty() && plain_title(unit) != "megawatthours")
      refuse("value-units", fmt::format("expected megawatthours, got '{}'", unit.substr(0, 40)));
  }
  std::size_t fuel_of(const JsonObject& object) {
    const std::string code(JsonRows::text(object, "fueltype"));
    const auto known = numbers_.find(code);
    if (known != numbers_.end()) return known->second;
    const auto fuel = fuels().find(plain_title(code));
    if (fuel == fuels().end()) {
      throw ConfigError(fmt::format("{}:{}: fueltype: unknown fuel '{}'; take its rows out", name_,
                                    object.line, code.substr(0, 40)));
    }
    return numbers_.emplace(code, mix_.add_fuel(fuel->second, "fueltype " + code)).first->second;
  }
  void add(const JsonObject& object, UtcTime start) {
    rows_.check_count(trace_);
    const std::size_t fuel = fuel_of(object);
    const auto [row, is_new] = row_of_.emplace(start, mix_.rows());
    if (is_new) {
      RawRow hour;
      hour.start = start;
      hour.length = std::chrono::hours{1};
      hour.line = object.line;
      mix_.begin_row(hour);
      seen_.emplace_back();
    }
    mix_.go_to_row(row->second);
    const double mwh = rows_.number(object, "value");
    auto& seen = seen_[row->second];
    if ((seen & (std::uint64_t{1} << fuel)) != 0) {
      rows_.bad(object.line, "period",
                fmt::format("is given twice for {} at {}; take one of them out",
                            JsonRows::text(object, "fueltype"), format_utc(start)));
      return;
    }
    seen |= std::uint64_t{1} << fuel;
    if (std::isnan(mwh)) mix_.expect(fuel, object.line);
    mix_.add(fuel, mwh);
  }

  std::string name_;
  const ImportChoices& choices_;
  RawTrace& trace_;
  FuelMix& mix_;
  JsonRows rows_;
  ZoneFilter zones_;
  std::optional<HourLabels> labels_;
  std::map<std::string, std::size_t, std::less<>> numbers_;  ///< of fuels, by code
  std::map<UtcTime, std::size_t> row_of_;
  std::vector<std::uint64_t> seen_;  ///< by row: a bit for each fuel
  std::size_t count_ = 0;
  double total_ = 0;  ///< that the answer says there are
};

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  FuelMix mix(trace, read_factors(choices.text("factors")));
  trace.time_column = "period";
  trace.value_column = "value by fueltype";
  FuelRows rows(source, choices, trace, mix);
  read_json(source, [&](const JsonObject& object) { rows.visit(object); });
  rows.finish();
  mix.finish();
  std::stable_sort(trace.rows.begin(), trace.rows.end(),  // answers come in either order
                   [](const RawRow& a, const RawRow& b) { return a.start < b.start; });
  trace.provenance.column = "value";
  trace.provenance.unit = "MWh by fuel";
  return trace;
}

}  // namespace

const TraceFormat& eia_api() {
  static const TraceFormat format{
      "eia-api",
      "JSON of EIA's API v2, electricity/rto/fuel-type-data (period, respondent, fueltype)",
      {{"factors", {}, "grams per kWh of each fuel: a table of cadis list factors, or a CSV", true},
       {"zone", {}, "balancing authority (respondent), where the file holds several", false},
       {"stamp", {"start", "end"}, "what its hours name; else the authority tells", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
