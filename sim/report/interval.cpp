#include "report/interval.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "report/undefined.hpp"

namespace cadis {
namespace {

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() || !std::isfinite(sum) ? undefined
                                               : sum / static_cast<double>(values.size());
}

/// Sum of (x_i - mean) (x_{i+lag} - mean).
double product_sum(std::span<const double> values, double mean, std::size_t lag) {
  double sum = 0;
  for (std::size_t i = lag; i < values.size(); ++i)
    sum += (values[i - lag] - mean) * (values[i] - mean);
  return sum;
}

}  // namespace

MeanEstimate over_seeds(std::span<const double> values) {
  const double mean = mean_of(values);
  if (std::isnan(mean)) return {undefined, undefined, undefined};
  if (values.size() < 2) return {mean, undefined, undefined};
  const double n = static_cast<double>(values.size());
  return {mean, product_sum(values, mean, 0) / (n - 1), n};
}

MeanEstimate over_days(std::span<const double> values) {
  const double mean = mean_of(values);
  if (std::isnan(mean)) return {undefined, undefined, undefined};
  if (values.size() < fewest_days) return {mean, undefined, undefined};
  const double n = static_cast<double>(values.size());
  const double squares = product_sum(values, mean, 0);
  const double r = squares > 0 ? product_sum(values, mean, 1) / squares : 0;
  const double phi = std::clamp(r + (1 + 4 * r) / n, 0.0, 0.99);
  const double effective = std::max(2.0, n * (1 - phi) / (1 + phi));
  return {mean, squares / (n - n / effective), effective};
}

Interval t_interval(const MeanEstimate& estimate) {
  if (std::isnan(estimate.variance)) return {estimate.mean, undefined, undefined};
  const boost::math::students_t distribution(estimate.effective_count - 1);
  const double half = boost::math::quantile(distribution, 0.975) *
                      std::sqrt(estimate.variance / estimate.effective_count);
  return {estimate.mean, estimate.mean - half, estimate.mean + half};
}

Interval mean_interval(std::span<const double> values) { return t_interval(over_seeds(values)); }

}  // namespace cadis
