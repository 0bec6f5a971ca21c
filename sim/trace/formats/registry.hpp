#pragma once

#include <span>

#include "trace/format.hpp"

namespace cadis::formats {

/// Every format, in the order in which lists show them.
std::span<const TraceFormat> registry();

}  // namespace cadis::formats
