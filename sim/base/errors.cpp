#include "base/errors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace cadis {
namespace {

constexpr std::size_t shown_rows = 20;
constexpr std::size_t most_problems = 200;
constexpr std::size_t longest_line = 2000;

/// Without the middle of what is longer than anybody reads, such as a key of megabytes.
std::string shortened(std::string line) {
  if (line.size() <= longest_line) return line;
  const auto is_inside = [&line](std::size_t at) { return (line[at] & 0xC0) == 0x80; };  // UTF-8
  std::size_t from = longest_line / 2, to = line.size() - longest_line / 2;
  while (from > 0 && is_inside(from)) --from;
  while (to < line.size() && is_inside(to)) ++to;
  return line.replace(from, to - from, " ... ");
}

}  // namespace

ConfigError::ConfigError(std::vector<std::string> problems)
    : Error(fmt::format("{}", fmt::join(problems, "\n"))), problems_(std::move(problems)) {}

void Problems::add(const std::string& where, const std::string& key, const std::string& text) {
  std::string line = where;
  if (!line.empty()) line += ": ";
  if (!key.empty()) line += key + ": ";
  line += text;
  add(shortened(std::move(line)));
}

void Problems::add(const ConfigError& error) {
  for (const auto& line : error.problems()) add(line);
}

void Problems::add(const std::string& line) {
  if (std::find(list_.begin(), list_.end(), line) != list_.end()) return;
  if (list_.size() >= most_problems) {
    auto all = list_;
    all.emplace_back("and more problems; correct these first");
    throw ConfigError(std::move(all));
  }
  list_.push_back(line);
}

void Problems::throw_if_any() const {
  if (!list_.empty()) throw ConfigError(list_);
}

void RowProblems::add(std::size_t line, std::string_view column, const std::string& text) {
  if (++count_ <= shown_rows)
    problems_.add(fmt::format("{}:{}", file_, line), std::string(column), text);
}

void RowProblems::throw_if_any() {
  if (count_ > shown_rows)
    problems_.add(file_, "", fmt::format("and {} more problems", count_ - shown_rows));
  problems_.throw_if_any();
}

}  // namespace cadis
