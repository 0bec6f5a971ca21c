#pragma once

#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace cadis {

/// `comma`, `semicolon`, `tab`: for messages.
std::string separator_name(char separator);

/// The records of a CSV stream one after the other, in memory that does not grow with the stream
/// (RFC 4180: quotes, doubled quotes, CRLF or LF, with or without a last newline; a UTF-8
/// byte-order mark is skipped). Another character than a comma may separate fields.
class CsvReader {
 public:
  static constexpr std::size_t longest_record = 1 << 20;  ///< bytes

  /// `name` is what messages call the stream, which must outlive the reader.
  CsvReader(std::istream& in, std::string name, char separator = ',');

  /// Goes to the next record; false after the last one. ConfigError naming the line where a quote
  /// is not closed or stands inside an unquoted field, a record is longer than `longest_record`,
  /// holds a NUL byte, or the stream cannot be read.
  bool next();
  /// Of the record, valid until next().
  [[nodiscard]] const std::vector<std::string_view>& fields() const { return fields_; }
  /// The line on which the record begins, counted from 1.
  [[nodiscard]] std::size_t line() const { return line_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] char separator() const { return separator_; }

 private:
  bool find_record();
  bool refill();
  void split();
  std::size_t plain_field(std::size_t at, std::size_t end);
  std::size_t quoted_field(std::size_t at, std::size_t end);
  [[noreturn]] void fail(std::size_t at, const std::string& text) const;

  std::istream& in_;
  std::string name_;
  char separator_;
  std::string buffer_;
  std::size_t filled_ = 0;            ///< bytes of the buffer that hold text
  std::size_t begin_ = 0, end_ = 0;   ///< of the record, its line end included
  std::size_t line_ = 0, lines_ = 1;  ///< where the record begins; how many it takes
  bool is_cut_ = false;               ///< the record is longer than allowed
  std::vector<std::string_view> fields_;
};

}  // namespace cadis
