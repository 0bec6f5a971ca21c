#pragma once

#include <optional>
#include <string>
#include <vector>

namespace cadis {

/// A figure of a table for the eye, with half the width of its interval where it has one.
struct ShownFigure {
  double value;
  std::optional<double> half = {};
};

/// A column of figures with one number of decimals, aligned at the decimal point; never in
/// scientific notation. The largest has four significant digits or all before its point. A cell
/// without a figure is empty.
std::vector<std::string> aligned_figures(const std::vector<std::optional<ShownFigure>>& cells);

}  // namespace cadis
