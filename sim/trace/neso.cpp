#include "trace/neso.hpp"

#include <algorithm>
#include <array>

#include "trace/source.hpp"

namespace cadis {
namespace {

/// In the order of the API's numbers, 1 to 14.
constexpr std::array<const char*, 14> regions{"North Scotland",
                                              "South Scotland",
                                              "North West England",
                                              "North East England",
                                              "Yorkshire",
                                              "North Wales and Merseyside",
                                              "South Wales",
                                              "West Midlands",
                                              "East Midlands",
                                              "East England",
                                              "South West England",
                                              "South England",
                                              "London",
                                              "South East England"};

/// "North Wales & Merseyside" and "North Wales and Merseyside" alike.
std::string plain_region(std::string_view name) {
  std::string plain = plain_title(name);
  constexpr std::string_view between = "walesand";
  if (const auto at = plain.find(between); at != std::string::npos)
    plain.erase(at + between.size() - 3, 3);
  return plain;
}

}  // namespace

void describe_neso(TraceProvenance& provenance) {
  provenance.unit = "gCO2/kWh";
  provenance.conversion = "none";
  provenance.accounting = "average";
  provenance.emissions = "direct";
  provenance.basis = "consumption (with imports and losses)";
}

std::optional<std::string> neso_region(std::string_view name) {
  const std::string plain = plain_region(name);
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (plain == plain_region(regions.at(i)) || plain == std::to_string(i + 1))
      return regions.at(i);
  }
  return std::nullopt;
}

}  // namespace cadis
