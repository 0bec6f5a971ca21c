#include "cli/text_table.hpp"

#include <algorithm>

namespace cadis {
namespace {

/// Characters of a UTF-8 text.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string text_table(const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return {};
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& cells : rows) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width(cells[i]));
  }
  std::string text;
  for (const auto& cells : rows) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += (i == 0 ? "" : "  ") + cells[i];
      if (i + 1 < cells.size()) text += std::string(widths[i] - width(cells[i]), ' ');
    }
    text += '\n';
  }
  return text;
}

}  // namespace cadis
