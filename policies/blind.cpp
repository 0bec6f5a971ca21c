/// blind: a given mix of variants, spread over time without looking at carbon.
///
/// Objective: the control for a carbon-aware policy: the same mix, so what it saves against this
/// one is what its timing earned. Information used: none where it splits by requests; the requests
/// served by each variant so far where it splits by epochs. Cost per decision: O(variants).

#include "base/errors.hpp"
#include "policies/spread.hpp"

namespace cadis::policies {

const PolicyInfo& blind() {
  static const PolicyInfo info{
      "blind",
      "a given mix of variants, spread over time without looking at carbon",
      {{"shares",
        ParamInfo::Kind::shares,
        {},
        "Share of the requests that each variant answers, summing to 1.",
        true},
       spread_param()},
      [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        auto shares = inputs.shares("shares");
        if (!shares)
          throw ConfigError(
              "policy.shares: missing; give each variant's share of the requests, or `match:`");
        return spread_mix(inputs, std::move(*shares));
      }};
  return info;
}

}  // namespace cadis::policies
