#pragma once

#include <Eigen/Core>
#include <cmath>
#include <cstddef>
#include <memory>

#include "policies/carbon_range.hpp"

namespace cadis::policies {

/// The variant whose energy per request is nearest to `wanted`; of two equally near (to 1e-12 of
/// the highest energy, so that rounding decides nothing) the cheaper, and of two equally cheap the
/// first.
inline std::size_t nearest_variant(const Eigen::ArrayXd& energy_j, Joules wanted) {
  const double slack_j = 1e-12 * energy_j.abs().maxCoeff();
  Eigen::Index best = 0;
  double best_j = std::abs(energy_j[0] - wanted.value());
  for (Eigen::Index v = 1; v < energy_j.size(); ++v) {
    const double distance_j = std::abs(energy_j[v] - wanted.value());
    const bool is_tie = std::abs(distance_j - best_j) <= slack_j;
    if (is_tie ? energy_j[v] < energy_j[best] - slack_j : distance_j < best_j) {
      best = v;
      best_j = distance_j;
    }
  }
  return static_cast<std::size_t>(best);
}

/// `low + (high - low) * place` over a pool's energies, 0 for the cheapest variant and 1 for the
/// dearest.
inline Joules energy_at(const Eigen::ArrayXd& energy_j, double place) {
  const double low_j = energy_j.minCoeff(), high_j = energy_j.maxCoeff();
  return Joules{low_j + (high_j - low_j) * place};
}

/// The variant nearest to a place in the pool's range of energies that follows from where the
/// present intensity stands in the range observed; a flat range takes the middle.
class EnergyRule : public Policy {
 public:
  enum class Dearest { when_clean, when_dirty };
  EnergyRule(PolicyInputs& inputs, Dearest dearest)
      : energy_j_(inputs.pool().energy_j), range_(carbon_range(inputs)), dearest_(dearest) {}

  Decision decide(const Observation& now) override {
    const auto [low, high] = range_->at(now);
    const auto from = dearest_ == Dearest::when_clean ? high - now.intensity : now.intensity - low;
    const double place = high == low ? 0.5 : from / (high - low);
    const auto variant = nearest_variant(energy_j_, energy_at(energy_j_, place));
    return Decision::one(variant, static_cast<std::size_t>(energy_j_.size()));
  }

 private:
  Eigen::ArrayXd energy_j_;  ///< variants; per request
  std::unique_ptr<CarbonRange> range_;
  Dearest dearest_;
};

}  // namespace cadis::policies
