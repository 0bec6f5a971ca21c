#include <fmt/format.h>

#include <cmath>

#include "base/errors.hpp"
#include "trace/json_series.hpp"

namespace cadis::formats {
namespace {

// JSON of Energy-Charts' API, co2eq: arrays unix_seconds, co2eq and co2eq_forecast, as long as each
// other, null where there is no value: co2eq from about now on, where the forecast begins. The file
// says neither of which country it is nor when its forecast was issued.

bool recognises(const TraceSource& source) {
  return source.has_key("unix_seconds") && !source.has_key("production_types");
}

const JsonSeries* find(const std::vector<JsonSeries>& series, std::string_view path) {
  for (const JsonSeries& one : series) {
    if (one.path == path) return &one;
  }
  return nullptr;
}

/// How many of its values there are up to the last that is not missing.
std::size_t known_size(const JsonSeries& series) {
  std::size_t size = series.values.size();
  while (size > 0 && std::isnan(series.values[size - 1])) --size;
  return size;
}

void add_rows(const TraceSource& source, RawTrace& trace) {
  const auto all = read_json_series(source);
  const auto times = take_unix_seconds(source, all);
  const JsonSeries *values = find(all, "co2eq"), *forecast = find(all, "co2eq_forecast");
  const std::size_t size = values != nullptr ? known_size(*values) : 0;
  if (size == 0 && (values != nullptr || forecast != nullptr)) {
    throw ConfigError(fmt::format(
        "{}:{}: co2eq: holds no value, but a forecast, of which nothing says when it was issued; "
        "ask for days that have passed",
        source.name(), (values != nullptr ? values : forecast)->lines.front()));
  }
  if (values == nullptr) {
    throw ConfigError(source.name() +
                      ": unix_seconds without co2eq: is another answer of Energy-Charts, as of "
                      "prices; ask for co2eq, or public_power");
  }
  for (std::size_t i = 0; i < size; ++i) {
    RawRow& row = trace.rows.emplace_back();
    row.start = times[i];
    row.value = values->values[i];
    row.line = values->lines[i];
  }
  for (std::size_t i = size; i < times.size(); ++i) {
    trace.findings.note("co2eq: no value from here to the end, but a forecast at most; left out",
                        values->lines[i], format_utc(times[i]));
  }
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "unix_seconds";
  trace.value_column = "co2eq";
  add_rows(source, trace);
  auto& provenance = trace.provenance;
  provenance.zone = choices.text("zone");
  provenance.column = "co2eq";
  provenance.unit = "gCO2eq/kWh";
  trace.is_unit_assumed = true;
  provenance.conversion = "none";
  provenance.accounting = "average";
  provenance.emissions = choices.text("column");
  provenance.stamps = "Unix seconds, start of step";
  return trace;
}

}  // namespace

const TraceFormat& energy_charts() {
  static const TraceFormat format{
      "energy-charts",
      "JSON of Energy-Charts' API, co2eq (unix_seconds, co2eq)",
      {{"column", {"direct", "lifecycle", "unknown"}, "which emissions the values count", true},
       {"zone", {}, "for the record: the file does not say", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
