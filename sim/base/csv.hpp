#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace cadis {

/// A CSV file in memory, as CsvReader reads it. The first record is the header.
class CsvTable {
 public:
  /// Throws ConfigError naming the file and row where it cannot be read, is empty, is not UTF-8
  /// text (NUL byte), a quote is not closed or a record has another number of fields than the
  /// header.
  static CsvTable read(const std::filesystem::path& file);
  static CsvTable parse(const std::string& text, std::string name);
  static CsvTable parse(std::istream& in, std::string name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  [[nodiscard]] std::optional<std::size_t> column(std::string_view title) const;
  /// The one column of this title; ConfigError naming the file where there is none, or several.
  [[nodiscard]] std::size_t required_column(std::string_view title) const;
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] const std::string& cell(std::size_t row, std::size_t column) const {
    return rows_[row][column];
  }
  /// The line of the file on which this record begins, counted from 1 (the header is line 1): for
  /// messages.
  [[nodiscard]] std::size_t line(std::size_t row) const { return lines_[row]; }

 private:
  std::string name_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> lines_;
};

/// Builds CSV text row by row. Numbers are written to read back exactly; nan becomes an empty cell.
class CsvWriter {
 public:
  explicit CsvWriter(const std::vector<std::string>& header);
  CsvWriter& cell(std::string_view text);  ///< quoted where RFC 4180 asks for it
  CsvWriter& cell(double number);
  CsvWriter& cell(UtcTime time);  ///< as format_utc() writes it
  void end_row();  ///< throws std::logic_error where the number of cells is not the header's
  [[nodiscard]] const std::string& text() const { return text_; }
  std::string take() { return std::exchange(text_, {}); }  ///< the text so far, which it forgets

 private:
  CsvWriter& plain(std::string_view text);  ///< needs no quotes
  void separate();
  std::string text_;
  std::size_t columns_ = 0;
  std::size_t in_row_ = 0;
};

}  // namespace cadis
