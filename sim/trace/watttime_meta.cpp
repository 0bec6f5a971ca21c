#include "trace/watttime_meta.hpp"

#include <fmt/format.h>

#include "base/errors.hpp"
#include "trace/json_rows.hpp"

namespace cadis {

void Stated::take(std::string_view what, std::string_view text) {
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

std::string Stated::text(std::string_view what) const {
  const auto found = said_.find(what);
  return found != said_.end() ? found->second : "";
}

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

std::string watttime_accounting(const Stated& stated) {
  const std::string signal = plain_title(stated.text("signal_type"));
  if (signal == "co2aoer" || signal == "aoer") return "average";
  if (signal.empty() || signal == "co2moer" || signal == "moer") return "marginal";
  throw ConfigError(stated.file() + ": holds the signal '" + stated.text("signal_type") +
                    "'; only co2_moer and co2_aoer are carbon intensities");
}

UnitConversion watttime_unit(const Stated& stated, const ImportChoices& choices, RawTrace& trace) {
  const std::string unit = stated.text("units");
  if (!unit.empty() && choices.has("unit"))
    throw ConfigError(stated.file() + ": states its unit, " + unit + "; leave --unit out");
  if (!unit.empty()) return read_unit(unit);
  if (choices.has("unit")) return read_unit(choices.text("unit"));
  trace.is_unit_assumed = true;
  return read_unit(stated.text("region").starts_with("SGIP_") ? "kg/kWh" : "lb/MWh");
}

}  // namespace cadis
