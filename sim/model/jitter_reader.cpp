#include <limits>

#include "model/scenario_sections.hpp"

namespace cadis {

Jitter read_jitter(YamlMap& root) {
  Jitter jitter;
  auto map = root.map("jitter");
  if (!map) return jitter;
  constexpr Range percent{0, 100};
  jitter.seed = map->integer("seed", 0, std::numeric_limits<std::uint64_t>::max(), Need::required)
                    .value_or(0);
  jitter.service_pct = map->number("service_pct", percent).value_or(0);
  jitter.power_pct = map->number("power_pct", percent).value_or(0);
  jitter.accuracy_pct = map->number("accuracy_pct", percent).value_or(0);
  jitter.carbon_pct = map->number("carbon_pct", percent).value_or(0);
  map->finish();
  return jitter;
}

}  // namespace cadis
