#include "trace/unit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/errors.hpp"
#include "base/names.hpp"
#include "base/units.hpp"
#include "trace/source.hpp"

namespace cadis {
namespace {

constexpr double g_per_lb = 453.59237;
constexpr double kwh_per_mj = 1e6 / joules_per_kwh;

struct Known {
  std::string_view unit, plain;
  double g_per_kwh;
};

constexpr std::array<Known, 7> known{{{"g/kWh", "gkwh", 1},
                                      {"kg/MWh", "kgmwh", 1},
                                      {"kg/kWh", "kgkwh", 1000},
                                      {"t/MWh", "tmwh", 1000},
                                      {"lb/MWh", "lbmwh", g_per_lb / 1000},
                                      {"lb/kWh", "lbkwh", g_per_lb},
                                      {"g/MJ", "gmj", 1 / kwh_per_mj}}};

void cut(std::string& text, std::string_view part) {
  if (const auto at = text.find(part); at != std::string::npos) text.erase(at, part.size());
}

}  // namespace

std::string UnitConversion::text() const {
  return g_per_kwh == 1 ? "none" : fmt::format("times {}", g_per_kwh);
}

UnitConversion read_unit(const std::string& text) {
  std::string plain = plain_title(text);
  for (const char* part : {"per", "co2equivalent", "co2eq", "co2e", "co2"}) cut(plain, part);
  if (plain.starts_with("lbs")) plain.erase(2, 1);
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const Known& one) { return one.plain == plain; });
  if (found != known.end()) return {text, found->g_per_kwh};
  std::vector<std::string> names;
  for (const Known& one : known) names.emplace_back(one.unit);
  throw ConfigError(fmt::format("unknown unit '{}'; {}", text, suggest(text, names)));
}

}  // namespace cadis
