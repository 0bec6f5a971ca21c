#include "formats/registry.hpp"

#include <vector>

namespace cadis::formats {

// One line per format; each is defined in the file of its name.
const TraceFormat& carbon_aware_sdk();
const TraceFormat& carboncast();
const TraceFormat& csv();
const TraceFormat& eia930();
const TraceFormat& eia_fuelmix();
const TraceFormat& electricitymaps();
const TraceFormat& entsoe();
const TraceFormat& letswaitawhile();
const TraceFormat& neso();
const TraceFormat& watttime();

std::span<const TraceFormat> registry() {
  static const std::vector<TraceFormat> formats{
      electricitymaps(), neso(),       watttime(),       eia930(),           eia_fuelmix(),
      entsoe(),          carboncast(), letswaitawhile(), carbon_aware_sdk(), csv(),
  };
  return formats;
}

}  // namespace cadis::formats
