#pragma once

#include <cstdint>
#include <string>

#include "trace/source.hpp"

namespace cadis {

/// The words of a text, separated by blanks, line ends or one comma with or without those around
/// it. Between two commas lies an empty word; a comma behind the last word ends it. Memory does not
/// grow with the file or its lines.
class WordSource {
 public:
  static constexpr std::size_t longest_word = 64;  ///< bytes

  explicit WordSource(const TraceSource& source);

  /// Goes to the next word; false after the last one. ConfigError with the line where a word is
  /// longer than longest_word or holds a NUL byte.
  bool next();
  [[nodiscard]] const std::string& word() const { return word_; }
  [[nodiscard]] std::uint32_t line() const { return line_; }  ///< of the word

 private:
  void add(char c);

  std::string name_;
  InputStream in_;
  std::string word_;
  std::uint32_t line_ = 1, lines_ = 1;
  bool takes_comma_ = false;  ///< one that ends the word before
};

}  // namespace cadis
