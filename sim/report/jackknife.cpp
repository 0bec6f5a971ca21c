#include "report/jackknife.hpp"

#include <cmath>
#include <limits>

namespace cadis {

std::vector<double> pseudo_values(double whole, std::span<const double> without) {
  const double n = static_cast<double>(without.size());
  double mean = 0;
  for (const double value : without) mean += value / n;
  std::vector<double> values;
  for (const double value : without) values.push_back(whole + (n - 1) * (mean - value));
  if (!std::isfinite(mean + whole))
    values.assign(without.size(), std::numeric_limits<double>::quiet_NaN());
  return values;
}

}  // namespace cadis
