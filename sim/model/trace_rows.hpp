#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv_reader.hpp"
#include "base/errors.hpp"
#include "base/input.hpp"
#include "base/time.hpp"

namespace cadis {

/// The rows of a trace or of forecasts one after the other, each with the cells of the columns
/// asked for, and what is wrong with them. Memory does not grow with the file.
class TraceRows {
 public:
  /// ConfigError unless the file has these columns, in any order, and no others.
  TraceRows(const Input& file, const std::vector<std::string_view>& titles);

  /// Goes to the next row; false after the last. Rows with another number of fields are passed
  /// over, and told after the last: what else is wrong with the whole would be a guess then.
  bool next();

  [[nodiscard]] const std::string& name() const { return reader_.name(); }
  [[nodiscard]] std::size_t line() const { return reader_.line(); }
  /// Of the column that was asked for at this place.
  [[nodiscard]] std::string_view cell(std::size_t column) const {
    return reader_.fields()[columns_[column].place];
  }
  /// The cell as a time; a problem where it is none.
  std::optional<UtcTime> time(std::size_t column);

  /// The row's cell is not what is expected.
  void problem(std::size_t column, std::string_view expected);
  /// The same of an earlier row.
  void problem(std::size_t line, std::size_t column, std::string_view expected,
               std::string_view got);
  void throw_if_any() { problems_.throw_if_any(); }

 private:
  struct Column {
    std::string title;
    std::size_t place;
  };

  InputStream in_;
  CsvReader reader_;
  RowProblems problems_;
  std::vector<Column> columns_;
  bool is_ragged_ = false;
};

/// The step that most rows agree on, so that one gap is one problem wherever it is: the median of
/// the steps between rows; nothing where there are none.
std::optional<std::chrono::milliseconds> median_step(std::vector<std::chrono::milliseconds> steps);

}  // namespace cadis
