#pragma once

#include <cstddef>
#include <span>

#include "study/grid.hpp"

namespace cadis {

/// Gives every run of a checked grid its key, by `jobs` processes side by side.
void set_keys(Grid& grid, std::span<const PolicyInfo> policies, std::size_t jobs);

}  // namespace cadis
