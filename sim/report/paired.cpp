#include "report/paired.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/statistics/t_test.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "report/undefined.hpp"

namespace cadis {
namespace {

std::vector<double> differences(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size())
    throw std::invalid_argument("a paired comparison needs as many values of A as of B");
  std::vector<double> result;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = a[i] - b[i];
    const double scale = std::max(std::abs(a[i]), std::abs(b[i]));
    result.push_back(std::abs(difference) <= 1e-12 * scale ? 0 : difference);
  }
  return result;
}

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

PairedDifference compare(std::size_t pairs, const MeanEstimate& estimate, Goal goal) {
  const double above = probability_above_zero(estimate);
  return {pairs, t_interval(estimate), p_value(estimate), goal == Goal::more ? above : 1 - above};
}

}  // namespace

PairedDifference compare_seeds(std::span<const double> a, std::span<const double> b, Goal goal) {
  return compare(a.size(), over_seeds(differences(a, b)), goal);
}

PairedDifference compare_days(std::span<const double> a, std::span<const double> b, Goal goal) {
  return compare(a.size(), over_days(differences(a, b)), goal);
}

}  // namespace cadis
