#pragma once

#include <string>
#include <vector>

namespace cadis {

/// Rows of cells (UTF-8) as lines for the eye: every column as wide as its widest cell, two blanks
/// between. The rows have equally many cells.
std::string text_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace cadis
