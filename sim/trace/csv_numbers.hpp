#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/errors.hpp"
#include "trace/csv_style.hpp"

namespace cadis {

/// The text without marks between thousands (`1,234,567.8`); nothing where the marks stand anywhere
/// else (`1,5`, `0,123`).
std::optional<std::string> without_thousands(std::string_view text, char thousands, char decimal);

/// Reads the numbers of one CSV, whose decimals stand behind a point or a comma. The user says
/// which, or commas between fields do (a point), or the numbers: `12,5` has a decimal comma, but
/// `1,234` and `1.234` may be thousands, and are taken only where another number tells.
class CsvNumbers {
 public:
  /// ConfigError where the user wants decimal commas between fields that commas separate, or one
  /// mark for both uses.
  CsvNumbers(const CsvStyle& style, char separator, const std::string& file);

  /// Nothing where the text is no finite number.
  std::optional<double> read(std::string_view text, std::size_t line, std::string_view column);
  /// What a number looks like here, for a message about this text.
  [[nodiscard]] std::string expected(std::string_view text) const;
  /// Adds what the numbers that were read leave open, and where they differ.
  void settle(RowProblems& problems) const;

 private:
  struct Place {
    std::size_t line;
    std::string column, text;
  };
  /// The first numbers with a mark: one whose decimals it begins, and one that may be thousands.
  struct Seen {
    std::optional<Place> sure, open;
  };

  char separator_;
  std::optional<char> decimal_, thousands_;
  Seen points_, commas_;
};

}  // namespace cadis
