/// static-mix: the cheapest fixed mix of two variants with a given mean accuracy (the static hull).
///
/// Objective: least marginal energy at exactly that mean accuracy, which is least carbon where
/// nothing is known of the grid; the cheapest variant alone where even that is more accurate than
/// asked. Information used: the pool's table, and the requests served by each variant so far where
/// it splits by epochs. Cost per decision: O(variants).

#include <fmt/format.h>

#include <algorithm>

#include "base/errors.hpp"
#include "policies/hull.hpp"
#include "policies/spread.hpp"

namespace cadis::policies {
namespace {

Eigen::ArrayXd cheapest_mix(const Pool& pool, double accuracy_pct) {
  const auto hull = accuracy_hull(pool.marginal_energy_j, pool.accuracy_pct);
  const auto accuracy = [&pool](std::size_t v) {
    return pool.accuracy_pct[static_cast<Eigen::Index>(v)];
  };
  const double highest_pct = accuracy(hull.back());
  if (accuracy_pct > highest_pct + tolerance_pct) {
    throw PolicyError(fmt::format(
        "static-mix: no mix has a mean accuracy of {} %; the highest reachable is {} % ({})",
        accuracy_pct, highest_pct, pool.names[hull.back()]));
  }
  const double wanted_pct = std::clamp(accuracy_pct, accuracy(hull.front()), highest_pct);
  Eigen::ArrayXd shares = Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(pool.size()));
  std::size_t upper = 0;
  while (accuracy(hull[upper]) < wanted_pct) ++upper;
  const auto high = hull[upper], low = hull[upper == 0 ? 0 : upper - 1];
  const double share =
      upper == 0 ? 1 : (wanted_pct - accuracy(low)) / (accuracy(high) - accuracy(low));
  shares[static_cast<Eigen::Index>(low)] = 1 - share;
  shares[static_cast<Eigen::Index>(high)] = share;
  return shares;
}

}  // namespace

const PolicyInfo& static_mix() {
  static const PolicyInfo info{
      "static-mix",
      "the cheapest fixed mix of two variants with a given mean accuracy, without looking at "
      "carbon",
      {{"accuracy_pct",
        ParamInfo::Kind::percent,
        {},
        "Mean accuracy to reach, in percent, over all requests; no default.",
        true},
       spread_param()},
      [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        const auto accuracy_pct = inputs.number("accuracy_pct");
        if (!accuracy_pct)
          throw ConfigError(
              "policy.accuracy_pct: missing; give a mean accuracy in percent, or `match:`");
        return spread_mix(inputs, cheapest_mix(inputs.pool(), *accuracy_pct));
      }};
  return info;
}

}  // namespace cadis::policies
