#include "report/bca.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <vector>

#include "base/random.hpp"

namespace cadis::tests {
namespace {

/// Sorted.
std::vector<double> means_of_resamples(std::span<const double> values, std::size_t resamples,
                                       std::string_view name) {
  RandomStream random(1, name);
  const double n = static_cast<double>(values.size());
  std::vector<double> means(resamples);
  for (double& mean : means) {
    for (std::size_t i = 0; i < values.size(); ++i)
      mean += values[std::min(static_cast<std::size_t>(random.uniform() * n), values.size() - 1)];
    mean /= n;
  }
  std::sort(means.begin(), means.end());
  return means;
}

/// Between order statistics, at (size - 1) times the probability.
double quantile(const std::vector<double>& sorted, double probability) {
  const double place = probability * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

}  // namespace

Interval bca_interval(std::span<const double> values, std::size_t resamples,
                      std::string_view name) {
  const auto means = means_of_resamples(values, resamples, name);
  const double n = static_cast<double>(values.size());
  double mean = 0, squares = 0, cubes = 0;
  for (const double value : values) mean += value / n;
  // Leaving out value i moves the mean by (mean - value) / (n - 1): the factor cancels.
  for (const double value : values) {
    squares += std::pow(value - mean, 2);
    cubes += std::pow(value - mean, 3);
  }
  const double acceleration = cubes / (6 * std::pow(squares, 1.5));

  const boost::math::normal normal;
  const auto [low, high] = std::equal_range(means.begin(), means.end(), mean);
  const double size = static_cast<double>(resamples);
  const double below = static_cast<double>((low - means.begin()) + (high - means.begin())) / 2;
  const double bias =
      boost::math::quantile(normal, std::clamp(below / size, 1 / size, 1 - 1 / size));
  const auto end = [&](double probability) {
    const double z = bias + boost::math::quantile(normal, probability);
    return quantile(means, boost::math::cdf(normal, bias + z / (1 - acceleration * z)));
  };
  return {mean, end(0.025), end(0.975)};
}

}  // namespace cadis::tests
