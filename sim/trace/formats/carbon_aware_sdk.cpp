#include <charconv>

#include "base/numbers.hpp"
#include "trace/json_rows.hpp"
#include "trace/unit.hpp"
#include "trace/zone_filter.hpp"

namespace cadis::formats {
namespace {

// Emissions records of the Carbon Aware SDK: an array, bare or as "Emissions", of Location, Time,
// Rating (also as text) and perhaps Duration. The file says neither what a rating counts nor how.

bool recognises(const TraceSource& source) {
  return (source.has_key("Rating") || source.has_key("rating")) &&
         (source.has_key("Location") || source.has_key("location"));
}

/// `01:00`, `01:00:00` or `1.00:00:00` (days first); 0 where there is none, nothing where it is
/// something else.
std::optional<std::chrono::milliseconds> read_duration(std::string_view text) {
  using namespace std::chrono;
  milliseconds length{0};
  if (text.empty()) return length;
  if (const auto dot = text.find('.'); dot != std::string_view::npos && dot < text.find(':')) {
    const auto days = parse_unsigned(text.substr(0, dot));
    if (!days || *days > 366) return std::nullopt;
    length += hours{24} * static_cast<int>(*days);
    text = text.substr(dot + 1);
  }
  const auto clock = parse_stamp("2000-01-01 " + std::string(text));
  if (!clock) return std::nullopt;
  return length + clock->clock.time_since_epoch() % hours{24};
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RawTrace trace(source);
  trace.time_column = "Time";
  trace.value_column = "Rating";
  const UnitConversion unit = read_unit(choices.has("unit") ? choices.text("unit") : "g/kWh");
  ZoneFilter zones(source.name(), choices.text("zone"));
  JsonRows rows(source);
  read_json(source, [&](const JsonObject& object) {
    if (!object.path.ends_with("[]") || !object.has("Rating")) return;
    if (!zones.keeps(JsonRows::text(object, "Location"))) return;
    rows.check_count(trace);
    const auto time = rows.time(object, "Time");
    const auto length = read_duration(JsonRows::text(object, "Duration"));
    if (!length) rows.bad(object.line, "Duration", "expected hours and minutes, such as 01:00");
    if (!time || !length) return;
    RawRow& row = trace.rows.emplace_back();
    row.start = *time;
    row.length = *length;
    row.value = rows.number(object, "Rating") * unit.g_per_kwh;
    row.line = object.line;
  });
  rows.throw_if_bad();
  auto& provenance = trace.provenance;
  provenance.zone = zones.zone();
  provenance.column = "Rating";
  provenance.unit = unit.unit;
  provenance.conversion = unit.text();
  provenance.accounting = choices.text("accounting");
  provenance.emissions = choices.text("column");
  provenance.stamps = "UTC, start of step (Time)";
  return trace;
}

}  // namespace

const TraceFormat& carbon_aware_sdk() {
  static const TraceFormat format{
      "carbon-aware-sdk",
      "JSON of the Carbon Aware SDK (Location, Time, Rating, Duration)",
      {{"column", {"direct", "lifecycle", "unknown"}, "which emissions the ratings count", true},
       {"accounting", {"average", "marginal", "unknown"}, "what the ratings are", true},
       {"zone", {}, "location, where the file holds several", false},
       {"unit", {}, "of the ratings (g/kWh)", false}},
      recognises,
      read};
  return format;
}

}  // namespace cadis::formats
