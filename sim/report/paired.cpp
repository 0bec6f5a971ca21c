#include "report/paired.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/statistics/t_test.hpp>
#include <cmath>

#include "report/undefined.hpp"

namespace cadis {
namespace {

double p_value(const MeanEstimate& estimate) {
  if (std::isnan(estimate.variance)) return undefined;
  if (estimate.variance == 0) return estimate.mean == 0 ? 1 : 0;
  return boost::math::statistics::one_sample_t_test(estimate.mean, estimate.variance,
                                                    estimate.effective_count, 0.0)
      .second;
}

double probability_above_zero(const MeanEstimate& estimate) {
  if (std::isnan(estimate.variance)) return undefined;
  if (estimate.variance == 0) return estimate.mean == 0 ? 0.5 : estimate.mean > 0;
  const double m = estimate.effective_count;
  return boost::math::cdf(boost::math::students_t(m - 1),
                          estimate.mean / std::sqrt(estimate.variance * (1 + 1 / m)));
}

}  // namespace

PairedDifference paired_difference(std::size_t pairs, const MeanEstimate& estimate, Goal goal) {
  const double above = probability_above_zero(estimate);
  return {pairs, t_interval(estimate), p_value(estimate), goal == Goal::more ? above : 1 - above};
}

}  // namespace cadis
