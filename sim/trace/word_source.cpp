#include "trace/word_source.hpp"

#include <fmt/format.h>

#include "base/errors.hpp"

namespace cadis {

WordSource::WordSource(const TraceSource& source) : name_(source.name()), in_(source.open()) {
  if (source.head().starts_with("\xEF\xBB\xBF")) in_.ignore(3);
}

bool WordSource::next() {
  word_.clear();
  auto& bytes = *in_.rdbuf();
  for (int byte = bytes.sbumpc(); byte != std::char_traits<char>::eof(); byte = bytes.sbumpc()) {
    const char c = static_cast<char>(byte);
    const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!is_blank && c != ',') {
      add(c);
      continue;
    }
    if (word_.empty()) line_ = lines_;
    if (c == '\n') ++lines_;
    const bool ends_word = !word_.empty() || (c == ',' && !takes_comma_);
    if (ends_word || c == ',') takes_comma_ = is_blank;
    if (ends_word) return true;
  }
  return !word_.empty();
}

void WordSource::add(char c) {
  if (word_.empty()) line_ = lines_;
  word_ += c;
  if (c == '\0')
    throw ConfigError(fmt::format("{}:{}: holds a NUL byte; save the file as text", name_, line_));
  if (word_.size() > longest_word) {
    throw ConfigError(
        fmt::format("{}:{}: more than {} bytes without a comma, blank or line end between them",
                    name_, line_, longest_word));
  }
}

}  // namespace cadis
