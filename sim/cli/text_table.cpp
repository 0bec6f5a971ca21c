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

std::vector<std::string> text_lines(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.empty() ? 0 : rows[0].size());
  for (const auto& cells : rows) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width(cells[i]));
  }
  std::vector<std::string> lines;
  for (const auto& cells : rows) {
    std::string& line = lines.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i)
      line += (i == 0 ? "" : "  ") + cells[i] + std::string(widths[i] - width(cells[i]), ' ');
    line.erase(line.find_last_not_of(' ') + 1);
  }
  return lines;
}

std::string text_table(const std::vector<std::vector<std::string>>& rows) {
  std::string text;
  for (const std::string& line : text_lines(rows)) text += line + '\n';
  return text;
}

std::size_t text_table_width(const std::vector<std::vector<std::string>>& rows) {
  std::size_t widest = 0;
  for (const std::string& line : text_lines(rows)) widest = std::max(widest, width(line));
  return widest;
}

}  // namespace cadis
