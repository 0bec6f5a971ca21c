#include "base/errors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace cadis {
namespace {

constexpr std::size_t shown_rows = 20;

}  // namespace

ConfigError::ConfigError(std::vector<std::string> problems)
    : Error(fmt::format("{}", fmt::join(problems, "\n"))), problems_(std::move(problems)) {}

void Problems::add(const std::string& where, const std::string& key, const std::string& text) {
  std::string line = where;
  if (!line.empty()) line += ": ";
  if (!key.empty()) line += key + ": ";
  line += text;
  if (std::find(list_.begin(), list_.end(), line) == list_.end()) list_.push_back(std::move(line));
}

void Problems::add(const ConfigError& error) {
  for (const auto& line : error.problems()) {
    if (std::find(list_.begin(), list_.end(), line) == list_.end()) list_.push_back(line);
  }
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
