#include "base/csv_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/errors.hpp"

namespace cadis {
namespace {

constexpr std::size_t block_bytes = 1 << 18;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

std::string separator_name(char separator) {
  switch (separator) {
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    default:
      return {'\'', separator, '\''};
  }
}

CsvReader::CsvReader(std::istream& in, std::string name, char separator)
    : in_(in), name_(std::move(name)), separator_(separator) {
  while (filled_ < byte_order_mark.size() && refill()) {
  }
  if (std::string_view(buffer_.data(), filled_).starts_with(byte_order_mark))
    begin_ = end_ = byte_order_mark.size();
}

bool CsvReader::next() {
  line_ += lines_;
  begin_ = end_;
  fields_.clear();
  if (!find_record()) return false;
  split();
  if (is_cut_) {
    fail(begin_, fmt::format("a row is longer than {} bytes; is this a CSV file?", longest_record));
  }
  return true;
}

/// Sets end_. A line break ends the record where an even number of quotes stands before it.
bool CsvReader::find_record() {
  std::size_t at = begin_;
  bool in_quotes = false;
  lines_ = 1;
  while (true) {
    const std::string_view rest(buffer_.data() + at, filled_ - at);
    const std::size_t newline = rest.find('\n');
    const auto part = rest.substr(0, newline);
    if (std::count(part.begin(), part.end(), '"') % 2 != 0) in_quotes = !in_quotes;
    at += part.size();
    end_ = at;
    is_cut_ = at - begin_ > longest_record;
    if (is_cut_) return true;
    if (newline != std::string_view::npos) {
      end_ = ++at;
      if (!in_quotes) return true;
      ++lines_;
    } else {
      const std::size_t length = at - begin_;
      const bool has_more = refill();
      end_ = at = begin_ + length;
      if (!has_more) return length > 0;
    }
  }
}

/// Moves the record's beginning to the front and reads on behind it; false at the end.
bool CsvReader::refill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, filled_ - begin_);
    filled_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() < filled_ + block_bytes) buffer_.resize(filled_ + block_bytes);
  in_.read(buffer_.data() + filled_, static_cast<std::streamsize>(block_bytes));
  const auto got = static_cast<std::size_t>(in_.gcount());
  filled_ += got;
  return got > 0;
}

void CsvReader::split() {
  std::size_t end = end_;
  if (end > begin_ && buffer_[end - 1] == '\n') --end;
  if (end > begin_ && buffer_[end - 1] == '\r') --end;
  if (const void* nul = std::memchr(buffer_.data() + begin_, '\0', end_ - begin_)) {
    fail(static_cast<std::size_t>(static_cast<const char*>(nul) - buffer_.data()),
         "holds a NUL byte; save the file as UTF-8 text");
  }
  std::size_t at = begin_;
  while (true) {
    at = at < end && buffer_[at] == '"' ? quoted_field(at, end) : plain_field(at, end);
    if (at == end) return;
    if (buffer_[at] != separator_) {
      fail(at, fmt::format("expected a {} or the end of the line after the closing quote",
                           separator_name(separator_)));
    }
    ++at;
  }
}

std::size_t CsvReader::plain_field(std::size_t at, std::size_t end) {
  const std::string_view rest(buffer_.data() + at, end - at);
  const auto field = rest.substr(0, rest.find(separator_));
  if (const auto quote = field.find('"'); quote != std::string_view::npos) {
    fail(at + quote, "a quote inside a field that does not begin with one; quote the whole field");
  }
  fields_.push_back(field);
  return at + field.size();
}

/// A doubled quote becomes one, in place.
std::size_t CsvReader::quoted_field(std::size_t at, std::size_t end) {
  const std::size_t first = at + 1;
  std::size_t written = first;
  for (std::size_t i = first; i < end; ++i) {
    if (buffer_[i] == '"') {
      if (i + 1 == end || buffer_[i + 1] != '"') {
        fields_.emplace_back(buffer_.data() + first, written - first);
        return i + 1;
      }
      ++i;
    }
    buffer_[written++] = buffer_[i];
  }
  fail(at, "a quote is opened and never closed");
}

void CsvReader::fail(std::size_t at, const std::string& text) const {
  const auto* record = buffer_.data() + begin_;
  const auto line = line_ + static_cast<std::size_t>(std::count(record, buffer_.data() + at, '\n'));
  throw ConfigError(fmt::format("{}:{}: {}", name_, line, text));
}

}  // namespace cadis
