#pragma once

#include <span>

#include "model/policy.hpp"

namespace cadis::policies {

/// Every shipped policy, sorted by name.
std::span<const PolicyInfo> registry();

}  // namespace cadis::policies
