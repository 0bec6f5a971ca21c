/// static-large: the variant with the highest energy per request on the fleet's first device,
/// always.
///
/// Objective: accuracy, whatever the energy; the baseline of the seed paper's claim.
/// Information used: none. Cost per decision: O(variants), the copy of one row.

#include "policies/fixed_mix.hpp"

namespace cadis::policies {

const PolicyInfo& static_large() {
  static const PolicyInfo info{
      "static-large",
      "the variant with the highest energy per request on the fleet's first device, always",
      {},
      [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        const Pool& pool = inputs.pool();
        return std::make_unique<FixedMix>(Decision::one(pool.largest(), pool.size()));
      }};
  return info;
}

}  // namespace cadis::policies
