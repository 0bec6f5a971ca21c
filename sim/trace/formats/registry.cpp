#include "formats/registry.hpp"

#include <vector>

namespace cadis::formats {

// One line per format; each is defined in the file of its name.
const TraceFormat& azure_functions();
const TraceFormat& azure_functions_2021();
const TraceFormat& azure_llm();
const TraceFormat& burstgpt();
const TraceFormat& carbon_aware_sdk();
const TraceFormat& carbon_aware_sdk_forecast();
const TraceFormat& carboncast();
const TraceFormat& counts();
const TraceFormat& counts_csv();
const TraceFormat& csv();
const TraceFormat& eia930();
const TraceFormat& eia_api();
const TraceFormat& eia_fuelmix();
const TraceFormat& electricitymaps();
const TraceFormat& electricitymaps_api();
const TraceFormat& electricitymaps_forecast();
const TraceFormat& energy_charts();
const TraceFormat& energy_charts_power();
const TraceFormat& entsoe();
const TraceFormat& letswaitawhile();
const TraceFormat& mooncake();
const TraceFormat& neso();
const TraceFormat& neso_regional();
const TraceFormat& qwen_bailian();
const TraceFormat& sgip();
const TraceFormat& timestamps();
const TraceFormat& watttime();
const TraceFormat& watttime_forecast();

std::span<const TraceFormat> registry() {
  static const std::vector<TraceFormat> formats{
      electricitymaps(),
      electricitymaps_api(),
      neso(),
      neso_regional(),
      watttime(),
      sgip(),
      eia930(),
      eia_api(),
      eia_fuelmix(),
      entsoe(),
      energy_charts(),
      energy_charts_power(),
      carboncast(),
      letswaitawhile(),
      carbon_aware_sdk(),
      csv(),
      electricitymaps_forecast(),
      watttime_forecast(),
      carbon_aware_sdk_forecast(),
      azure_functions(),
      azure_functions_2021(),
      azure_llm(),
      burstgpt(),
      mooncake(),
      qwen_bailian(),
      counts(),
      counts_csv(),
      timestamps(),
  };
  return formats;
}

}  // namespace cadis::formats
