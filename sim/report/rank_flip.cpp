#include "report/rank_flip.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <cmath>

#include "report/undefined.hpp"

namespace cadis {

Proportion flip_share(std::span<const double> differences, double nominal) {
  if (differences.empty() || std::isnan(nominal) || nominal == 0)
    return {undefined, undefined, undefined};
  double flips = 0;
  for (const double difference : differences) {
    if (std::isnan(difference)) return {undefined, undefined, undefined};
    if (!(nominal > 0 ? difference > 0 : difference < 0)) ++flips;
  }
  using Binomial = boost::math::binomial_distribution<double>;
  const double draws = static_cast<double>(differences.size());
  return {flips / draws, Binomial::find_lower_bound_on_p(draws, flips, 0.025),
          Binomial::find_upper_bound_on_p(draws, flips, 0.025)};
}

}  // namespace cadis
