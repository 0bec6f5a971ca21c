#include "trace/csv_style.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/csv_reader.hpp"
#include "base/errors.hpp"
#include "base/names.hpp"

namespace cadis {

const std::vector<std::string>& separator_names() {
  static const std::vector<std::string> names{"comma", "semicolon", "tab"};
  return names;
}

const std::vector<std::string>& decimal_names() {
  static const std::vector<std::string> names{"point", "comma"};
  return names;
}

const std::vector<std::string>& thousands_names() {
  static const std::vector<std::string> names{"point", "comma", "space"};
  return names;
}

char read_mark(const std::string& option, const std::string& name,
               const std::vector<std::string>& names) {
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    throw ConfigError(
        fmt::format("--{}: unknown mark '{}'; {}", option, name, suggest(name, names)));
  }
  if (name == "comma") return ',';
  if (name == "semicolon") return ';';
  if (name == "tab") return '\t';
  return name == "point" ? '.' : ' ';
}

void refuse_style(const CsvStyle& style, const std::string& what) {
  if (!style.is_said()) return;
  throw ConfigError(fmt::format("{} takes no {}, which is of CSV files", what,
                                style.separator ? "--separator"
                                : style.decimal ? "--decimal"
                                                : "--thousands"));
}

std::string separators_in(std::string_view text) {
  std::string found;
  bool in_quotes = false;
  for (const char c : text) {
    if (c == '"') in_quotes = !in_quotes;
    if (in_quotes) continue;
    if (c == '\n' || c == '\r') break;
    const bool may_separate = c == ',' || c == ';' || c == '\t';
    if (may_separate && found.find(c) == std::string::npos) found += c;
  }
  return found;
}

std::string several_separators(const std::string& separators) {
  std::vector<std::string> names;
  for (const char separator : separators) names.push_back(separator_name(separator) + "s");
  return fmt::format(
      "has {} in its first line, so what stands between fields is not clear; say --separator {}, "
      "or put quotes around the titles that hold one",
      fmt::join(names, " and "), fmt::join(separator_names(), "|"));
}

}  // namespace cadis
