#pragma once

#include <cstddef>
#include <span>

#include "base/errors.hpp"
#include "study/grid.hpp"

namespace cadis {

/// Reads every run's scenario (with resolve()), by `jobs` processes side by side; sets the runs'
/// keys and expected times and the grid's inputs. What is wrong goes into `problems`.
void check_runs(Grid& grid, std::span<const PolicyInfo> policies, std::size_t jobs,
                Problems& problems);

}  // namespace cadis
