/// heuristic: the rule of the seed paper (arXiv 2403.15824), as far as it is publicly known.
///
/// Objective: large variants while the grid is clean and small ones while it is dirty, in
/// proportion. With C the intensity of the step that holds now, C_l and C_h the extremes observed
/// and E_l, E_h those of the pool's busy energy per request, it takes the variant nearest to
///   E = E_l + (E_h - E_l) * (C_h - C) / (C_h - C_l),
/// ties to the cheaper; C_h == C_l takes the middle of the range. The paper does not say how it
/// rounds: `rounding: floor` takes the dearest of no more than E, `ceiling` the cheapest of no
/// less. Information used: the intensities seen so far (`range: forecast`: the present one and the
/// forecast; `range: day`: the present day's, `range: hindsight`: the whole run's; both peek). Cost
/// per decision: O(variants), and O(1) amortised for the range.

#include "policies/energy_rule.hpp"

namespace cadis::policies {

const PolicyInfo& heuristic() {
  static const PolicyInfo info{
      "heuristic",
      "the seed paper's rule: the cleaner the grid within the range observed, the larger the "
      "variant",
      energy_rule_params(), [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        return std::make_unique<EnergyRule>(inputs, EnergyRule::Dearest::when_clean);
      }};
  return info;
}

}  // namespace cadis::policies
