#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <memory>
#include <vector>

#include "policies/carbon_range.hpp"

namespace cadis::policies {

/// Which of a pool's variants stands for an energy between two of them.
enum class Rounding { nearest, floor, ceiling };

/// The variant for an energy per request of `wanted`, from the pool's lowest to its highest.
/// `nearest`: the one nearest to it, of two equally near the cheaper; `floor`: the dearest of no
/// more, `ceiling`: the cheapest of no less. Energies that differ by less than 1e-12 of the highest
/// count as equal, so that rounding decides nothing; of equally cheap variants it is the first.
std::size_t variant_for(const Eigen::ArrayXd& energy_j, Joules wanted,
                        Rounding rounding = Rounding::nearest);

/// `low + (high - low) * place` over a pool's energies, 0 for the cheapest variant and 1 for the
/// dearest.
Joules energy_at(const Eigen::ArrayXd& energy_j, double place);

/// The variant for a place in the pool's range of energies that follows from where the present
/// intensity stands in the range observed; a flat range takes the middle.
class EnergyRule : public Policy {
 public:
  enum class Dearest { when_clean, when_dirty };
  /// With the parameters of `energy_rule_params()`.
  EnergyRule(PolicyInputs& inputs, Dearest dearest);
  Decision decide(const Observation& now) override;

 private:
  Eigen::ArrayXd energy_j_;  ///< variants; per request
  std::unique_ptr<CarbonRange> range_;
  Rounding rounding_;
  Dearest dearest_;
};

/// `range:`, `window:` and `rounding:`.
std::vector<ParamInfo> energy_rule_params();

}  // namespace cadis::policies
