#pragma once

#include <limits>

namespace cadis {

/// The figure of what has none, such as the mean of nothing; a table leaves its cell empty.
inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace cadis
