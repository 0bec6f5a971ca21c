#pragma once

#include <string>

#include "trace/format.hpp"
#include "trace/stated.hpp"

namespace cadis {

/// The key by which Electricity Maps' API says which emissions it counts.
constexpr const char* emission_key = "emissionFactorType";

/// `direct` or `lifecycle`: what the file states, or the user with --column. ConfigError where
/// neither does, both do and differ, or it is something else.
std::string emission_kind(const Stated& stated, const ImportChoices& choices);

/// Says what holds for every intensity of Electricity Maps, of its portal, history and forecasts:
/// average, flow-traced consumption in gCO2eq/kWh; UTC, start of step.
void describe_electricity_maps(TraceProvenance& provenance, const std::string& emissions);

}  // namespace cadis
