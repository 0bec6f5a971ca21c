#include "trace/production_types.hpp"

#include <map>

namespace cadis {

std::optional<std::string> fuel_of_type(const std::string& plain_type) {
  static const std::map<std::string, std::string> fuels{{"biomass", "biomass"},
                                                        {"energystorage", "storage"},
                                                        {"fossilbrowncoallignite", "lignite"},
                                                        {"fossilcoalderivedgas", "coal-gas"},
                                                        {"fossilgas", "gas"},
                                                        {"fossilhardcoal", "coal"},
                                                        {"fossiloil", "oil"},
                                                        {"fossiloilshale", "oil-shale"},
                                                        {"fossilpeat", "peat"},
                                                        {"geothermal", "geothermal"},
                                                        {"hydropumpedstorage", "storage"},
                                                        {"hydrorunofriverandpoundage", "hydro"},
                                                        {"hydrorunofriverandpondage", "hydro"},
                                                        {"hydrowaterreservoir", "hydro"},
                                                        {"marine", "marine"},
                                                        {"nuclear", "nuclear"},
                                                        {"other", "other"},
                                                        {"otherrenewable", "other-renewable"},
                                                        {"solar", "solar"},
                                                        {"waste", "waste"},
                                                        {"windoffshore", "wind-offshore"},
                                                        {"windonshore", "wind"}};
  const auto fuel = fuels.find(plain_type);
  return fuel != fuels.end() ? std::optional{fuel->second} : std::nullopt;
}

}  // namespace cadis
