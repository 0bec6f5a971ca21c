#include "policies/hull.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cadis::policies {

std::vector<std::size_t> accuracy_hull(const Eigen::ArrayXd& cost,
                                       const Eigen::ArrayXd& accuracy_pct,
                                       std::vector<std::size_t> among) {
  const auto x = [&cost](std::size_t i) { return cost[static_cast<Eigen::Index>(i)]; };
  const auto y = [&accuracy_pct](std::size_t i) {
    return accuracy_pct[static_cast<Eigen::Index>(i)];
  };
  std::stable_sort(among.begin(), among.end(), [&](std::size_t a, std::size_t b) {
    return x(a) != x(b) ? x(a) < x(b) : y(a) > y(b);
  });
  std::vector<std::size_t> hull;
  for (const auto point : among) {
    if (!hull.empty() && y(point) <= y(hull.back())) continue;
    while (hull.size() >= 2) {
      const auto middle = hull.back(), left = hull[hull.size() - 2];
      // The middle stays only above the line from left to point.
      if ((y(middle) - y(left)) * (x(point) - x(left)) >
          (y(point) - y(left)) * (x(middle) - x(left)))
        break;
      hull.pop_back();
    }
    hull.push_back(point);
  }
  return hull;
}

std::vector<std::size_t> accuracy_hull(const Eigen::ArrayXd& cost,
                                       const Eigen::ArrayXd& accuracy_pct) {
  std::vector<std::size_t> all(static_cast<std::size_t>(cost.size()));
  std::iota(all.begin(), all.end(), std::size_t{0});
  return accuracy_hull(cost, accuracy_pct, std::move(all));
}

}  // namespace cadis::policies
