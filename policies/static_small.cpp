/// static-small: the variant with the lowest energy per request on the fleet's first device,
/// always.
///
/// Objective: the least energy, whatever the accuracy; the baseline that carbon-emission efficiency
/// is counted from. Information used: none. Cost per decision: O(variants), the copy of one row.

#include "policies/fixed_mix.hpp"

namespace cadis::policies {

const PolicyInfo& static_small() {
  static const PolicyInfo info{
      "static-small",
      "the variant with the lowest energy per request on the fleet's first device, always",
      {},
      [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        const Pool& pool = inputs.pool();
        return std::make_unique<FixedMix>(Decision::one(pool.smallest(), pool.size()));
      }};
  return info;
}

}  // namespace cadis::policies
