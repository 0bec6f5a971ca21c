/// as-printed: the seed paper's rule with the sign that secondary sources print.
///
/// Objective: none that makes sense, since it runs the largest variants while the grid is dirtiest;
/// kept for the audit:
///   E = E_l + (E_h - E_l) * (C - C_l) / (C_h - C_l),
/// all else as in `heuristic`.
/// Information used: the intensities seen so far (`range: hindsight`: the whole run's, which
/// peeks). Cost per decision: O(variants), and O(1) amortised for the range.

#include <utility>

#include "policies/carbon_range.hpp"
#include "policies/energy_rule.hpp"

namespace cadis::policies {
namespace {

class AsPrinted : public Policy {
 public:
  AsPrinted(Eigen::ArrayXd energy_j, std::unique_ptr<CarbonRange> range)
      : energy_j_(std::move(energy_j)), range_(std::move(range)) {}

  Decision decide(const Observation& now) override {
    const auto [low, high] = range_->at(now);
    const double place = high == low ? 0.5 : (now.intensity - low) / (high - low);
    const auto variant = nearest_variant(energy_j_, energy_at(energy_j_, place));
    return Decision::one(variant, static_cast<std::size_t>(energy_j_.size()));
  }

 private:
  Eigen::ArrayXd energy_j_;
  std::unique_ptr<CarbonRange> range_;
};

}  // namespace

const PolicyInfo& as_printed() {
  static const PolicyInfo info{
      "as-printed",
      "the seed paper's rule with the opposite sign, as secondary sources print it; for the audit",
      carbon_range_params(), [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        return std::make_unique<AsPrinted>(inputs.pool().energy_j, carbon_range(inputs));
      }};
  return info;
}

}  // namespace cadis::policies
