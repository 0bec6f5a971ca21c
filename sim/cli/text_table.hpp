#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cadis {

/// Rows of cells (UTF-8) as lines for the eye: every column as wide as its widest cell, two blanks
/// between, none at a line's end. The rows have equally many cells.
std::vector<std::string> text_lines(const std::vector<std::vector<std::string>>& rows);
/// The lines as one text.
std::string text_table(const std::vector<std::vector<std::string>>& rows);
/// Characters of its widest line.
std::size_t text_table_width(const std::vector<std::vector<std::string>>& rows);

}  // namespace cadis
