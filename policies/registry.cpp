#include "policies/registry.hpp"

#include <algorithm>
#include <vector>

/// Every shipped policy by the name of its file, where a function of that name describes it. To add
/// one, write its file and add its line.
#define CADIS_POLICIES(X) \
  X(as_printed)           \
  X(blind)                \
  X(heuristic)            \
  X(oracle)               \
  X(static_large)         \
  X(static_mix)           \
  X(static_small)         \
  X(static_variant)

namespace cadis::policies {

#define CADIS_DECLARE(name) const PolicyInfo& name();
CADIS_POLICIES(CADIS_DECLARE)
#undef CADIS_DECLARE

std::span<const PolicyInfo> registry() {
  static const std::vector<PolicyInfo> sorted = [] {
#define CADIS_CALL(name) name(),
    std::vector<PolicyInfo> all{CADIS_POLICIES(CADIS_CALL)};
#undef CADIS_CALL
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
  }();
  return sorted;
}

}  // namespace cadis::policies
