#include "cli/trace_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace cadis {
namespace {

constexpr std::array<const char*, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
/// Of a terminal's 256 colours: backgrounds from green to red, all with black letters.
constexpr std::array<int, 5> shades{114, 150, 222, 215, 209};

/// Which of `count` equal parts of [low, high] holds the value.
std::size_t part(double value, double low, double high, std::size_t count) {
  if (!(high > low)) return 0;
  const double place = (value - low) / (high - low) * static_cast<double>(count);
  return std::min(count - 1, static_cast<std::size_t>(place));
}

std::vector<double> means_of_groups(const std::vector<double>& values, std::size_t width) {
  const std::size_t count = std::min(width, values.size());
  std::vector<double> means;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i * values.size() / count, to = (i + 1) * values.size() / count;
    double sum = 0;
    for (std::size_t at = from; at < to; ++at) sum += values[at];
    means.push_back(sum / static_cast<double>(to - from));
  }
  return means;
}

std::pair<double, double> range(const auto& values) {
  double low = INFINITY, high = -INFINITY;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return {low, high};
}

}  // namespace

std::string sparkline(const std::vector<double>& values, std::size_t width) {
  const auto means = means_of_groups(values, width);
  const auto [low, high] = range(means);
  std::string line;
  for (const double mean : means)
    line += std::isnan(mean) ? " " : blocks[part(mean, low, high, blocks.size())];
  return line;
}

std::string heat_table(const Eigen::Array<double, 12, 24>& means, bool has_colour) {
  const auto [low, high] = range(means.reshaped());
  const std::size_t width = std::max<std::size_t>(2, fmt::format("{:.0f}", high).size());
  std::string text = "    ";
  for (int hour = 0; hour < 24; ++hour) text += fmt::format(" {:>{}}", hour, width);
  text += '\n';
  for (int month = 0; month < 12; ++month) {
    if (means.row(month).isNaN().all()) continue;
    text += fmt::format("{} ", months[static_cast<std::size_t>(month)]);
    for (int hour = 0; hour < 24; ++hour) {
      const double mean = means(month, hour);
      const std::string cell = std::isnan(mean) ? fmt::format(" {:>{}}", "", width)
                                                : fmt::format(" {:>{}.0f}", mean, width);
      text += has_colour && !std::isnan(mean)
                  ? fmt::format("\x1b[30;48;5;{}m{}\x1b[0m",
                                shades[part(mean, low, high, shades.size())], cell)
                  : cell;
    }
    text += '\n';
  }
  return text;
}

}  // namespace cadis
