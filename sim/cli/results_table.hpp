#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace cadis {

/// How a study's comparisons are shown.
struct TableView {
  std::vector<std::pair<std::string, std::string>> where = {};  ///< columns and the values wanted
  std::string sort = {};  ///< a column, `-` in front for the greatest first; empty: the best first
  std::vector<std::string> columns = {};  ///< behind axes and policy; empty: those that matter most
  std::size_t width = 0;                  ///< of the terminal, in characters; 0: whatever it takes
  std::size_t most_rows = 0;              ///< 0: all
  bool has_colour = false;
};

/// comparisons.csv of a study's folder as a text table, group by group. An axis that has one value
/// is told above it. Of the columns that were not asked for by name those that matter least go
/// first where the width is too small. ConfigError where the folder holds no such table, or a
/// column or value asked for is not in it.
std::string results_table(const std::filesystem::path& folder, const TableView& view = {});

/// The terminal's characters a line behind a descriptor, 0 where it is none.
std::size_t terminal_width(int descriptor);

}  // namespace cadis
