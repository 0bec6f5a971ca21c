#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/csv_reader.hpp"
#include "base/errors.hpp"
#include "trace/csv_numbers.hpp"
#include "trace/format.hpp"
#include "trace/offsets.hpp"
#include "trace/stamp.hpp"

namespace cadis {

/// The rows of a CSV below its header, one after the other. Blank lines are skipped. What is wrong
/// with a row is collected, and thrown when the last one was read.
class CsvSource {
 public:
  using Matches = std::function<bool(const std::string& plain)>;  ///< asked of plain_title()

  /// ConfigError where it is not clear what stands between fields.
  explicit CsvSource(const TraceSource& source);

  [[nodiscard]] char separator() const { return reader_.separator(); }
  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  [[nodiscard]] const std::string& title(std::size_t column) const { return header_[column]; }
  /// The one column that matches; ConfigError, with the titles there are, where none or several do.
  [[nodiscard]] std::size_t require(const std::string& description, const Matches& matches) const;
  /// Nothing where none does; ConfigError where several do.
  [[nodiscard]] std::optional<std::size_t> find(const std::string& description,
                                                const Matches& matches) const;

  /// The column whose title the user gave with this option.
  [[nodiscard]] std::size_t require_chosen(const ImportChoices& choices,
                                           const std::string& option) const;

  /// Goes to the next row that has as many fields as the header; false after the last, where it
  /// throws what was collected.
  bool next();
  [[nodiscard]] std::string_view cell(std::size_t column) const { return reader_.fields()[column]; }
  [[nodiscard]] std::uint32_t line() const { return static_cast<std::uint32_t>(reader_.line()); }

  /// Reports this cell of the row.
  void bad(std::size_t column, const std::string& expected);
  /// The cell as a time; reported where it is none.
  std::optional<Stamp> stamp(std::size_t column, DateOrder order = DateOrder::year_month_day);
  /// The cell as a number; RawRow::missing where it is empty or says so (`nan`, `null`), and where
  /// it is something else, which is reported.
  double number(std::size_t column);
  /// The cell as a number; nothing, and no report, where it is none.
  std::optional<double> find_number(std::size_t column);
  /// Adds the row to a trace: a time, in UTC unless it says otherwise, and a number. Null, and
  /// nothing is added, where the time is none, which is reported.
  RawRow* add_row(RawTrace& trace, std::size_t time, std::size_t value,
                  Offsets offsets = Offsets::any);

 private:
  [[nodiscard]] std::size_t require_untitled(const std::string& option) const;
  [[noreturn]] void fail_without(const std::string& description) const;
  void bad_fields();

  InputStream in_;
  CsvReader reader_;
  std::vector<std::string> header_;
  std::size_t rows_ = 0;
  CsvNumbers numbers_;
  RowProblems problems_;
};

/// Matches one of these plain titles.
CsvSource::Matches is(std::vector<std::string> plain_titles);

/// Without blanks around it.
std::string_view trim(std::string_view text);

/// Whether a cell says that there is no value: empty, `nan`, `null`, `none`, in any case.
bool says_missing(std::string_view text);

}  // namespace cadis
