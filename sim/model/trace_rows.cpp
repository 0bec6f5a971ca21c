#include "model/trace_rows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace cadis {

TraceRows::TraceRows(const Input& file, const std::vector<std::string_view>& titles)
    : in_(file), reader_(in_, file.name()), problems_(file.name()) {
  if (!reader_.next())
    throw ConfigError(fmt::format("{}: is empty; expected a header line", reader_.name()));
  const auto& header = reader_.fields();
  for (const auto title : titles) {
    const auto found = std::find(header.begin(), header.end(), title);
    if (found == header.end() || header.size() != titles.size()) {
      throw ConfigError(fmt::format("{}:1: expected the header {}, got {}", reader_.name(),
                                    fmt::join(titles, ","), fmt::join(header, ",")));
    }
    columns_.push_back({std::string(title), static_cast<std::size_t>(found - header.begin())});
  }
}

bool TraceRows::next() {
  while (reader_.next()) {
    if (reader_.fields().size() == columns_.size()) return true;
    is_ragged_ = true;
    problems_.add(line(), "",
                  fmt::format("expected {} fields, as in the header, got {}", columns_.size(),
                              reader_.fields().size()));
  }
  if (is_ragged_) throw_if_any();
  return false;
}

std::optional<UtcTime> TraceRows::time(std::size_t column) {
  const auto time = parse_utc(cell(column));
  if (!time) problem(column, "a time such as 2023-06-01T00:00:00Z");
  return time;
}

void TraceRows::problem(std::size_t column, std::string_view expected) {
  problem(line(), column, expected, cell(column));
}

void TraceRows::problem(std::size_t line, std::size_t column, std::string_view expected,
                        std::string_view got) {
  problems_.add(line, columns_[column].title, fmt::format("expected {}, got '{}'", expected, got));
}

std::optional<std::chrono::milliseconds> median_step(std::vector<std::chrono::milliseconds> steps) {
  if (steps.empty()) return std::nullopt;
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>((steps.size() - 1) / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

}  // namespace cadis
