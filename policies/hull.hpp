#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

namespace cadis::policies {

/// An accuracy that another run reports is a mean with rounding in it.
inline constexpr double tolerance_pct = 1e-9;

/// The points of (cost, accuracy) worth mixing, cheapest first: the convex hull from the cheapest
/// point (ties: higher accuracy) to the most accurate (ties: cheaper), each step buying less
/// accuracy per cost than the one before. Points on a straight line between two others are left
/// out; of equal points the first stays. Only `among` is looked at. O(points log points).
std::vector<std::size_t> accuracy_hull(const Eigen::ArrayXd& cost,
                                       const Eigen::ArrayXd& accuracy_pct,
                                       std::vector<std::size_t> among);
/// The same over all points.
std::vector<std::size_t> accuracy_hull(const Eigen::ArrayXd& cost,
                                       const Eigen::ArrayXd& accuracy_pct);

}  // namespace cadis::policies
