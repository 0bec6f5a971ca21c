/// threshold: the largest variant while the grid is clean, the smallest while it is not.
///
/// Objective: accuracy in the clean hours, carbon in the others. With C the intensity of the step
/// that holds now and C_l, C_h the extremes observed, the largest variant runs while C <= C_l +
/// below_pct / 100 * (C_h - C_l). Information used: the intensities seen so far (`range:
/// hindsight`: the whole run's, which peeks). Cost per decision: O(variants), and O(1) amortised
/// for the range.

#include <utility>

#include "policies/carbon_range.hpp"

namespace cadis::policies {
namespace {

class Threshold : public Policy {
 public:
  Threshold(const Pool& pool, double below_pct, std::unique_ptr<CarbonRange> range)
      : small_(Decision::one(pool.smallest(), pool.size())),
        large_(Decision::one(pool.largest(), pool.size())),
        below_pct_(below_pct),
        range_(std::move(range)) {}

  Decision decide(const Observation& now) override {
    const auto [low, high] = range_->at(now);
    return now.intensity <= low + (high - low) * (below_pct_ / 100) ? large_ : small_;
  }

 private:
  Decision small_, large_;
  double below_pct_;
  std::unique_ptr<CarbonRange> range_;
};

std::vector<ParamInfo> threshold_params() {
  auto params = carbon_range_params();  // `range:` and `window:`
  params.push_back({"below_pct",
                    ParamInfo::Kind::percent,
                    {},
                    "Up to which part of the range the grid counts as clean; 50 by default."});
  return params;
}

}  // namespace

const PolicyInfo& threshold() {
  static const PolicyInfo info{
      "threshold",
      "the largest variant while the grid is clean within the range observed, else the smallest",
      threshold_params(), [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        return std::make_unique<Threshold>(inputs.pool(), inputs.number("below_pct").value_or(50),
                                           carbon_range(inputs));
      }};
  return info;
}

}  // namespace cadis::policies
