#include "cli/aligned_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cadis {
namespace {

int decimals_of(const std::vector<std::optional<ShownFigure>>& cells) {
  double largest = 0;
  for (const auto& cell : cells)
    if (cell && std::isfinite(cell->value)) largest = std::max(largest, std::abs(cell->value));
  const int before_point = largest > 0 ? static_cast<int>(std::floor(std::log10(largest))) + 1 : 1;
  return std::clamp(4 - before_point, 0, 6);
}

/// Without the sign of a zero that rounding left.
std::string fixed(double value, int decimals) {
  const std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool is_zero = text.find_first_not_of("-0.") == std::string::npos;
  return is_zero && text.front() == '-' ? text.substr(1) : text;
}

}  // namespace

std::vector<std::string> aligned_figures(const std::vector<std::optional<ShownFigure>>& cells) {
  const int decimals = decimals_of(cells);
  std::vector<std::string> values, halves;
  std::size_t value_width = 0, half_width = 0;
  for (const auto& cell : cells) {
    values.push_back(cell ? fixed(cell->value, decimals) : "");
    halves.push_back(cell && cell->half ? fixed(*cell->half, decimals) : "");
    value_width = std::max(value_width, values.back().size());
    half_width = std::max(half_width, halves.back().size());
  }
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string text = cells[i] ? fmt::format("{:>{}}", values[i], value_width) : "";
    if (!halves[i].empty()) text += fmt::format(" ± {:>{}}", halves[i], half_width);
    texts.push_back(text);
  }
  return texts;
}

}  // namespace cadis
