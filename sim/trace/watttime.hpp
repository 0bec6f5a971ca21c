#pragma once

#include "trace/format.hpp"
#include "trace/json_source.hpp"
#include "trace/stated.hpp"

namespace cadis {

/// Takes units, region and signal_type of WattTime's `meta`, and their like in version 2's rows.
void take_watttime_meta(const JsonObject& object, Stated& stated);

/// Says what holds for every value of WattTime, history or forecast, and returns how many g/kWh are
/// one of its unit: emissions at the stack, marginal unless the signal is co2_aoer; UTC, start of
/// step. The unit is what the file says, or else the user, or else the publisher: pounds a MWh, of
/// SGIP's regions kilograms a kWh; the trace then has an assumed unit. ConfigError where file and
/// user say a unit, and where the signal is no carbon intensity.
double describe_watttime(RawTrace& trace, const Stated& stated, const ImportChoices& choices);

}  // namespace cadis
