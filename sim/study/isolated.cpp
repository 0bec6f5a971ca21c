#include "study/isolated.hpp"

#include "study/worker.hpp"

namespace cadis {

RunResult run_isolated(const Scenario& scenario, std::span<const PolicyInfo> policies) {
  return Worker(scenario, policies).finish();
}

}  // namespace cadis
