#include "formats/registry.hpp"

#include <vector>

namespace cadis::formats {

// One line per format; each is defined in the file of its name.
const TraceFormat& azure_functions();
const TraceFormat& azure_functions_2021();
const TraceFormat& azure_llm();
const TraceFormat& carbon_aware_sdk();
const TraceFormat& carboncast();
const TraceFormat& counts();
const TraceFormat& counts_csv();
const TraceFormat& csv();
const TraceFormat& eia930();
const TraceFormat& eia_fuelmix();
const TraceFormat& electricitymaps();
const TraceFormat& entsoe();
const TraceFormat& letswaitawhile();
const TraceFormat& mooncake();
const TraceFormat& neso();
const TraceFormat& timestamps();
const TraceFormat& watttime();

std::span<const TraceFormat> registry() {
  static const std::vector<TraceFormat> formats{
      electricitymaps(),  neso(),     watttime(),        eia930(),
      eia_fuelmix(),      entsoe(),   carboncast(),      letswaitawhile(),
      carbon_aware_sdk(), csv(),      azure_functions(), azure_functions_2021(),
      azure_llm(),        mooncake(), counts(),          counts_csv(),
      timestamps(),
  };
  return formats;
}

}  // namespace cadis::formats
