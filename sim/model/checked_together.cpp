#include "model/checked_together.hpp"

#include <array>

namespace cadis {

std::span<const std::vector<std::string_view>> checked_together() {
  static const std::array<std::vector<std::string_view>, 8> sets{{
      {"start", "duration", "epoch", "carbon", "count_by", "regions"},  // the grid covers the run
      {"start", "duration", "epoch", "forecast", "regions"},
      {"start", "duration", "epoch", "arrivals"},
      {"batching", "deadline", "queue_limit"},
      {"carbon", "count_by", "pue", "regions", "routing", "forecast", "allow"},    // accounting
      {"fidelity", "batching", "platform", "family", "pool", "fleet", "regions"},  // profiles
      {"policy", "family", "pool", "forecast"},
      {"policy", "regions", "routing", "fleet"},
  }};
  return sets;
}

}  // namespace cadis
