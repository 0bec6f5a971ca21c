#include "trace/source.hpp"

#include <algorithm>
#include <sstream>

#include "base/csv_reader.hpp"
#include "base/errors.hpp"

namespace cadis {

TraceSource::TraceSource(Input file, CsvStyle style) : file_(std::move(file)), style_(style) {
  InputStream in = open();
  head_.resize(head_bytes);
  in.read(head_.data(), static_cast<std::streamsize>(head_.size()));
  head_.resize(static_cast<std::size_t>(in.gcount()));
  if (head_.empty()) throw ConfigError(name() + ": is empty; expected a trace");
  const auto first = head_.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  is_json_ = first != std::string::npos && (head_[first] == '{' || head_[first] == '[');
  if (is_json_) refuse_style(style_, name() + ": is JSON and");
  if (is_json_) return;
  const std::string found =
      style_.separator ? std::string{*style_.separator} : separators_in(head_);
  if (!found.empty()) separators_ = found;
  if (separators_.size() > 1) return;
  try {
    std::istringstream text(head_);
    CsvReader reader(text, name(), separators_.front());
    if (!reader.next()) return;
    for (const auto title : reader.fields()) titles_.push_back(plain_title(title));
  } catch (const ConfigError&) {  // no titles: no format knows it
    titles_.clear();
  }
}

char TraceSource::separator() const {
  if (separators_.size() == 1) return separators_.front();
  throw ConfigError(name() + ":1: " + several_separators(separators_));
}

bool TraceSource::has_title(std::string_view plain) const {
  return std::find(titles_.begin(), titles_.end(), plain) != titles_.end();
}

bool TraceSource::has_title_with(std::string_view plain_beginning) const {
  return std::any_of(titles_.begin(), titles_.end(),
                     [&](const std::string& title) { return title.starts_with(plain_beginning); });
}

bool TraceSource::has_key(std::string_view key) const {
  return is_json_ && head_.find('"' + std::string(key) + '"') != std::string::npos;
}

std::size_t TraceSource::likely_rows() const {
  const auto count = [&](char c) { return std::count(head_.begin(), head_.end(), c); };
  const double rows_per_byte = static_cast<double>(1 + std::max(count('\n'), count('{'))) /
                               static_cast<double>(head_.size());
  return static_cast<std::size_t>(1.02 * rows_per_byte * static_cast<double>(file_.size()));
}

std::string plain_title(std::string_view title) {
  constexpr std::string_view subscript = "\xE2\x82";  // of a digit: then 0x80 to 0x89
  std::string plain;
  for (std::size_t i = 0; i < title.size(); ++i) {
    const char c = title[i];
    if (title.substr(i).starts_with(subscript) && i + 2 < title.size()) {
      const auto digit = static_cast<unsigned char>(title[i + 2]) - 0x80;
      if (digit >= 0 && digit <= 9) plain += static_cast<char>('0' + digit);
      i += 2;
    } else if (c >= 'A' && c <= 'Z') {
      plain += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      plain += c;
    }
  }
  return plain;
}

}  // namespace cadis
