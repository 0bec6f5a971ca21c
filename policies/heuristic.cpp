/// heuristic: the rule of the seed paper (arXiv 2403.15824), as far as it is publicly known.
///
/// Objective: large variants while the grid is clean and small ones while it is dirty, in
/// proportion. With C the intensity of the step that holds now, C_l and C_h the extremes observed
/// and E_l, E_h those of the pool's busy energy per request, it takes the variant nearest to
///   E = E_l + (E_h - E_l) * (C_h - C) / (C_h - C_l),
/// ties to the cheaper; C_h == C_l takes the middle of the range.
/// Information used: the intensities seen so far (`range: hindsight`: the whole run's, which
/// peeks). Cost per decision: O(variants), and O(1) amortised for the range.

#include <utility>

#include "policies/carbon_range.hpp"
#include "policies/energy_rule.hpp"

namespace cadis::policies {
namespace {

class Heuristic : public Policy {
 public:
  Heuristic(Eigen::ArrayXd energy_j, std::unique_ptr<CarbonRange> range)
      : energy_j_(std::move(energy_j)), range_(std::move(range)) {}

  Decision decide(const Observation& now) override {
    const auto [low, high] = range_->at(now);
    const double place = high == low ? 0.5 : (high - now.intensity) / (high - low);
    const auto variant = nearest_variant(energy_j_, energy_at(energy_j_, place));
    return Decision::one(variant, static_cast<std::size_t>(energy_j_.size()));
  }

 private:
  Eigen::ArrayXd energy_j_;
  std::unique_ptr<CarbonRange> range_;
};

}  // namespace

const PolicyInfo& heuristic() {
  static const PolicyInfo info{
      "heuristic",
      "the seed paper's rule: the cleaner the grid within the range observed, the larger the "
      "variant",
      carbon_range_params(), [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        return std::make_unique<Heuristic>(inputs.pool().energy_j, carbon_range(inputs));
      }};
  return info;
}

}  // namespace cadis::policies
