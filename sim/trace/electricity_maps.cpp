#include "trace/electricity_maps.hpp"

#include <fmt/format.h>

#include "base/errors.hpp"

namespace cadis {

std::string emission_kind(const Stated& stated, const ImportChoices& choices) {
  const std::string said = stated.text(emission_key), chosen = choices.text("column");
  if (said.empty() && chosen.empty()) {
    throw ConfigError(
        fmt::format("{}: has no {}; say with --column which emissions it counts: direct or "
                    "lifecycle, which the API gives unless asked for direct",
                    stated.file(), emission_key));
  }
  if (said.empty()) return chosen;
  if (said != "direct" && said != "lifecycle") {
    throw ConfigError(fmt::format("{}: {}: expected direct or lifecycle, got '{}'", stated.file(),
                                  emission_key, said.substr(0, 40)));
  }
  if (!chosen.empty() && chosen != said) {
    throw ConfigError(fmt::format("{}: states {} '{}', not '{}'; leave --column out", stated.file(),
                                  emission_key, said, chosen));
  }
  return said;
}

void describe_electricity_maps(TraceProvenance& provenance, const std::string& emissions) {
  provenance.unit = "gCO2eq/kWh";
  provenance.conversion = "none";
  provenance.accounting = "average";
  provenance.emissions = emissions;
  provenance.basis = "consumption (flow-traced)";
  provenance.stamps = "UTC, start of step; as published";
}

}  // namespace cadis
