/// as-printed: the seed paper's rule with the sign that secondary sources print.
///
/// Objective: none that makes sense, since it runs the largest variants while the grid is dirtiest;
/// kept for the audit:
///   E = E_l + (E_h - E_l) * (C - C_l) / (C_h - C_l),
/// all else as in `heuristic`.
/// Information used: the intensities seen so far (`range: hindsight`: the whole run's, which
/// peeks). Cost per decision: O(variants), and O(1) amortised for the range.

#include "policies/energy_rule.hpp"

namespace cadis::policies {

const PolicyInfo& as_printed() {
  static const PolicyInfo info{
      "as-printed",
      "the seed paper's rule with the opposite sign, as secondary sources print it; for the audit",
      energy_rule_params(), [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        return std::make_unique<EnergyRule>(inputs, EnergyRule::Dearest::when_dirty);
      }};
  return info;
}

}  // namespace cadis::policies
