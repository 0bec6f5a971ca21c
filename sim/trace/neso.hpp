#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/trace_provenance.hpp"

namespace cadis {

/// Says what holds for every intensity of NESO, Great Britain's system operator, national or
/// regional: average, direct, of consumption in gCO2/kWh.
void describe_neso(TraceProvenance& provenance);

/// The name of a region by its name in any case and spelling of "and", or by the API's number, 1 to
/// 14; nothing where there is none.
std::optional<std::string> neso_region(std::string_view name);

}  // namespace cadis
