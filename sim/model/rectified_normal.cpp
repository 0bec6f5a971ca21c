#include "model/rectified_normal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cadis {
namespace {

double distribution(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

double density(double x) {
  return std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

struct Moments {
  double mean, std;
};

/// Of `normal`, kept within [low, high].
Moments moments(const RectifiedNormal& normal, double low, double high) {
  const double a = (low - normal.location) / normal.deviation;
  const double b = (high - normal.location) / normal.deviation;
  const double below = distribution(a), above = distribution(-b), inside = 1 - below - above;
  // Of the distance from the location, in deviations.
  const double first = a * below + b * above + density(a) - density(b);
  const double second = a * a * below + b * b * above + inside + a * density(a) - b * density(b);
  return {normal.location + normal.deviation * first,
          normal.deviation * std::sqrt(std::max(second - first * first, 0.0))};
}

}  // namespace

RectifiedNormal rectified_normal(double mean, double std, double low, double high) {
  const double range = high - low;
  const double wanted = std::min(std, 0.98 * std::sqrt((mean - low) * (high - mean)));
  RectifiedNormal normal{mean, wanted};
  if (!(wanted > 0)) return normal;
  for (int i = 0; i < 500; ++i) {
    const Moments now = moments(normal, low, high);
    if (std::max(std::abs(now.mean - mean), std::abs(now.std - wanted)) < 1e-4 * range) break;
    normal.location += mean - now.mean;
    normal.deviation *= std::clamp(wanted / std::max(now.std, 1e-9 * range), 0.5, 2.0);
  }
  return normal;
}

}  // namespace cadis
