#include "report/holm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cadis {

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<double> corrected(p_values.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (!std::isnan(p_values[i])) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  double largest = 0;
  std::size_t left = order.size();
  for (const std::size_t i : order) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(left--) * p_values[i]));
    corrected[i] = largest;
  }
  return corrected;
}

std::string_view verdict(double mean_difference, double corrected_p, Goal goal) {
  if (std::isnan(mean_difference) || std::isnan(corrected_p)) return "";
  if (corrected_p > 0.05 || mean_difference == 0) return "no difference shown";
  return (mean_difference > 0) == (goal == Goal::more) ? "better" : "worse";
}

}  // namespace cadis
