#pragma once

#include "base/errors.hpp"
#include "study/grid_index.hpp"

namespace cadis {

/// Sets which run of its group and seed each cell with `match:` is matched to. A policy that is not
/// there, or is itself matched, is a problem, told once a place in the file.
void match_cells(Grid& grid, const GridIndex& index, Problems& problems);

}  // namespace cadis
