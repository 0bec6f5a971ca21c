#include "trace/watttime.hpp"

#include "base/errors.hpp"
#include "trace/json_rows.hpp"
#include "trace/unit.hpp"

namespace cadis {
namespace {

/// `average` or `marginal`.
std::string accounting_of(const Stated& stated) {
  const std::string signal = plain_title(stated.text("signal_type"));
  if (signal == "co2aoer" || signal == "aoer") return "average";
  if (signal.empty() || signal == "co2moer" || signal == "moer") return "marginal";
  throw ConfigError(stated.file() + ": holds the signal '" + stated.text("signal_type") +
                    "'; only co2_moer and co2_aoer are carbon intensities");
}

UnitConversion unit_of(const Stated& stated, const ImportChoices& choices, RawTrace& trace) {
  const std::string unit = stated.text("units");
  if (!unit.empty() && choices.has("unit"))
    throw ConfigError(stated.file() + ": states its unit, " + unit + "; leave --unit out");
  if (!unit.empty()) return read_unit(unit);
  if (choices.has("unit")) return read_unit(choices.text("unit"));
  trace.is_unit_assumed = true;
  return read_unit(stated.text("region").starts_with("SGIP_") ? "kg/kWh" : "lb/MWh");
}

}  // namespace

void take_watttime_meta(const JsonObject& object, Stated& stated) {
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
}

double describe_watttime(RawTrace& trace, const Stated& stated, const ImportChoices& choices) {
  auto& provenance = trace.provenance;
  provenance.accounting = accounting_of(stated);  // a unit of money, say, is of no use
  const UnitConversion unit = unit_of(stated, choices, trace);
  provenance.zone = choices.has("zone") ? choices.text("zone") : stated.text("region");
  provenance.column = "value";
  provenance.unit = unit.unit;
  if (trace.is_unit_assumed) provenance.unit += " (as the publisher documents)";
  provenance.conversion = unit.text();
  provenance.emissions = "direct";
  provenance.stamps = "UTC, start of step (point_time)";
  return unit.g_per_kwh;
}

}  // namespace cadis
