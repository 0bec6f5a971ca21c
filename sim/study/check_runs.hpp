#pragma once

#include <cstddef>
#include <span>

#include "base/errors.hpp"
#include "study/grid.hpp"

namespace cadis {

/// Reads runs' scenarios (with resolve()), by `jobs` processes side by side, until no other run can
/// be wrong in a way of its own (Coverage): a million runs of a thousand rates and seeds are
/// checked by reading a thousand. Sets the runs' expected times and the grid's inputs. What is
/// wrong goes into `problems`; where runs are wrong in thousands, maybe not all of it at once.
void check_runs(Grid& grid, std::span<const PolicyInfo> policies, std::size_t jobs,
                Problems& problems);

}  // namespace cadis
