#pragma once

namespace cadis {

/// A normal variable kept within a range by moving what lies outside to the nearer end.
struct RectifiedNormal {
  double location = 0;   ///< of the normal, before it is kept within the range
  double deviation = 0;  ///< likewise
};

/// The one whose mean and standard deviation, kept within [low, high], are `mean` and `std` (all of
/// one unit): the moments by the normal's density and distribution, found by iteration until both
/// are within 1e-4 of the range. A deviation above 98 % of what the range admits, sqrt((mean - low)
/// (high - mean)), is taken as that much; `low <= mean <= high`.
RectifiedNormal rectified_normal(double mean, double std, double low, double high);

}  // namespace cadis
