#pragma once

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/files.hpp"

/// A page of docs/ as its tests look at it: headings, table rows and fenced blocks.
namespace cadis::tests {

inline std::filesystem::path source(const std::string& path) {
  return std::filesystem::path(CADIS_SOURCE_FOLDER) / path;
}

/// Every match's first group, in order.
inline std::vector<std::string> all_matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at)
    found.push_back((*at)[1]);
  return found;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// A table row: the names in backticks in its first cell (`a.b[].key`, `--option VALUE`), and the
/// whole row.
struct Row {
  std::vector<std::string> names;
  std::string text;
};

/// ```` ```yaml night.yaml ````: its language, its name, and its lines.
struct Block {
  std::string language, name, text;
};

class Page {
 public:
  static Page read(const std::string& name) {
    return Page(read_text(source("docs/" + name)), name);
  }

  /// The part below the first heading that has this word, up to the next heading of its level;
  /// std::runtime_error without one.
  [[nodiscard]] Page section(const std::string& word) const {
    std::string part;
    std::size_t level = 0;
    bool is_code = false;
    for (const auto& line : lines_of(text_)) {
      if (line.starts_with("```")) is_code = !is_code;
      const std::size_t hashes = is_code ? 0 : std::min(line.find_first_not_of('#'), line.size());
      if (hashes > 0 && level > 0 && hashes <= level) break;
      if (level == 0 && hashes > 0 && has_word(line, word)) level = hashes;
      if (level > 0) part += line + "\n";
    }
    if (level == 0)
      throw std::runtime_error(name_ + " has no heading with the word '" + word + "'");
    return Page(part, name_ + ", " + word);
  }

  /// Without its subsections.
  [[nodiscard]] Page own() const {
    std::string part;
    bool is_code = false;
    for (const auto& line : lines_of(text_)) {
      if (line.starts_with("```")) is_code = !is_code;
      if (!part.empty() && !is_code && line.starts_with("#")) break;
      part += line + "\n";
    }
    return Page(part, name_);
  }

  [[nodiscard]] std::vector<Row> rows() const {
    std::vector<Row> rows;
    for (const auto& line : lines_of(text_)) {
      if (line.starts_with("| `"))
        rows.push_back({all_matches(line.substr(0, line.find(" |", 2)), "`([^`]+)`"), line});
    }
    return rows;
  }

  /// The row that names this, wherever in the file's structure it stands (`fleet[].count` is a row
  /// for count); null without one.
  [[nodiscard]] std::string row_of(const std::string& name) const {
    for (const Row& row : rows()) {
      for (const auto& full : row.names) {
        if (full == name || full.starts_with(name + " ") || last_part(full) == name)
          return row.text;
      }
    }
    return {};
  }

  [[nodiscard]] std::vector<Block> blocks() const {
    std::vector<Block> blocks;
    bool is_code = false;
    for (const auto& line : lines_of(text_)) {
      if (line.starts_with("```")) {
        is_code = !is_code;
        if (!is_code) continue;
        std::istringstream title(line.substr(3));
        title >> blocks.emplace_back().language >> blocks.back().name;
      } else if (is_code) {
        blocks.back().text += line + "\n";
      }
    }
    return blocks;
  }

  static std::string last_part(const std::string& key) {
    std::string last = key.substr(key.rfind('.') == std::string::npos ? 0 : key.rfind('.') + 1);
    if (last.ends_with("[]")) last.resize(last.size() - 2);
    return last;
  }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Page(std::string text, std::string name) : text_(std::move(text)), name_(std::move(name)) {}

  static bool has_word(const std::string& line, const std::string& word) {
    const auto words = all_matches(line, "([A-Za-z0-9_.-]+)");
    const auto same = [](unsigned char a, unsigned char b) {
      return std::tolower(a) == std::tolower(b);
    };
    return std::any_of(words.begin(), words.end(), [&](const auto& one) {
      return std::equal(one.begin(), one.end(), word.begin(), word.end(), same);
    });
  }

  std::string text_, name_;
};

}  // namespace cadis::tests
