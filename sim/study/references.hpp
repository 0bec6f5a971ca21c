#pragma once

#include "study/grid_index.hpp"

namespace cadis {

/// Finds, or adds as runs, what each cell is compared with (Grid::references).
void add_references(Grid& grid, GridIndex& index);

}  // namespace cadis
