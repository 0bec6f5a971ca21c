#include "report/jackknife.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cadis {

std::vector<double> pseudo_values(const Figure& whole, std::span<const Figure> without) {
  const double n = static_cast<double>(without.size());
  double sum = 0, scale = 0;
  for (const Figure& figure : without) {
    sum += figure.value() / n;
    scale = std::max(scale, figure.scale());
  }
  const Figure mean{sum, scale};
  std::vector<double> values;
  for (const Figure& figure : without)
    values.push_back(whole.value() + (n - 1) * (mean - figure).value());
  if (!std::isfinite(sum + whole.value()))
    values.assign(without.size(), std::numeric_limits<double>::quiet_NaN());
  return values;
}

}  // namespace cadis
