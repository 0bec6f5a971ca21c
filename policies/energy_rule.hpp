#pragma once

#include <Eigen/Core>
#include <cmath>
#include <cstddef>

#include "base/units.hpp"

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
    if (is_tie ? energy_j[v] < energy_j[best] : distance_j < best_j) {
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

}  // namespace cadis::policies
