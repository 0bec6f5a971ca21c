#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "trace/json_rows.hpp"
#include "trace/unit.hpp"

namespace cadis::formats {
namespace {

// WattTime v3: the JSON of its historical and forecast endpoints, one response or a list of them,
// and the CSV of its client. Version 2 was a list of rows.
// Marginal (co2_moer) or average (co2_aoer) emissions at the stack, in pounds per MWh; UTC, start
// of step.

constexpr const char* default_unit = "lb/MWh";

bool recognises(const TraceSource& source) {
  return source.is_json() ? source.has_key("point_time")
                          : source.has_title("pointtime") && source.has_title("value");
}

/// What the file says of its values, the same for all of them: it stands in front of the rows,
/// behind them, or in each.
class Stated {
 public:
  explicit Stated(std::string file) : file_(std::move(file)) {}

  void take(std::string_view what, std::string_view text) {
    if (text.empty()) return;
    const auto known = said_.find(what);
    if (known == said_.end()) {
      said_.emplace(what, text);
      return;
    }
    if (known->second == text) return;
    throw ConfigError(fmt::format("{}: holds several values of {}, '{}' and '{}'; cut the file",
                                  file_, what, known->second, text));
  }
  [[nodiscard]] std::string text(std::string_view what) const {
    const auto found = said_.find(what);
    return found != said_.end() ? found->second : "";
  }

  /// `average` or `marginal`. ConfigError where the signal is no carbon intensity.
  [[nodiscard]] std::string accounting() const {
    const std::string signal = plain_title(text("signal_type"));
    if (signal == "co2aoer" || signal == "aoer") return "average";
    if (signal.empty() || signal == "co2moer" || signal == "moer") return "marginal";
    throw ConfigError(file_ + ": holds the signal '" + text("signal_type") +
                      "'; only co2_moer and co2_aoer are carbon intensities");
  }

 private:
  std::string file_;
  std::map<std::string, std::string, std::less<>> said_;
};

void read_json_rows(const TraceSource& source, RawTrace& trace, Stated& stated) {
  JsonRows rows(source);
  read_json(source, [&](const JsonObject& object) {
    const auto take = [&](const char* what, const char* key) {
      stated.take(what, JsonRows::text(object, key));
    };
    if (object.path.ends_with("meta")) {  // of one response, or of each in a list of them
      take("units", "units");
      take("region", "region");
      take("signal_type", "signal_type");
    }
    if (!object.path.ends_with("[]") || !object.has("point_time")) return;
    take("region", "ba");  // version 2
    take("signal_type", "datatype");
    rows.check_count(trace);
    const auto time = rows.time(object, "point_time");
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
    RawRow* const row = csv.add_row(trace, time, value);
    if (row != nullptr) row->is_estimated = imputed && plain_title(csv.cell(*imputed)) == "true";
  }
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "point_time";
  trace.value_column = "value";
  auto& provenance = trace.provenance;
  Stated stated(source.name());
  (source.is_json() ? read_json_rows : read_csv_rows)(source, trace, stated);
  provenance.accounting = stated.accounting();  // before the unit: one of money, say, is of no use
  const std::string stated_unit = stated.text("units");
  if (!stated_unit.empty() && choices.has("unit")) {
    throw ConfigError(source.name() + ": states its unit, " + stated_unit + "; leave --unit out");
  }
  const UnitConversion unit = read_unit(!stated_unit.empty()  ? stated_unit
                                        : choices.has("unit") ? choices.text("unit")
                                                              : default_unit);
  for (RawRow& row : trace.rows) row.value *= unit.g_per_kwh;
  provenance.zone = choices.has("zone") ? choices.text("zone") : stated.text("region");
  provenance.column = "value";
  provenance.unit = unit.unit;
  if (stated_unit.empty() && !choices.has("unit"))
    provenance.unit += " (as the publisher documents)";
  provenance.conversion = unit.text();
  provenance.emissions = "direct";
  provenance.stamps = "UTC, start of step (point_time)";
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
