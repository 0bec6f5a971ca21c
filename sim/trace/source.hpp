#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/input.hpp"
#include "trace/csv_style.hpp"

namespace cadis {

/// A file to import, and what its first bytes tell.
class TraceSource {
 public:
  static constexpr std::size_t head_bytes = 1 << 16;

  /// ConfigError where it cannot be opened or is empty, or is JSON and the user says how a CSV is
  /// written.
  explicit TraceSource(Input file, CsvStyle style = {});

  [[nodiscard]] const std::string& name() const { return file_.name(); }
  [[nodiscard]] const Input& file() const { return file_; }
  [[nodiscard]] InputStream open() const { return InputStream(file_); }  ///< from the first byte on
  [[nodiscard]] const std::string& head() const { return head_; }
  [[nodiscard]] bool is_json() const { return is_json_; }         ///< begins with `{` or `[`
  [[nodiscard]] const CsvStyle& style() const { return style_; }  ///< what the user says of a CSV
  /// What may stand between fields: what the user says, or else all that its first record holds of
  /// comma, semicolon and tab, and a comma where that is nothing.
  [[nodiscard]] const std::string& separators() const { return separators_; }
  /// The only one; ConfigError where there are several.
  [[nodiscard]] char separator() const;
  /// The titles of the first record as a CSV, as plain_title() makes them; none in JSON, and where
  /// several characters may separate them.
  [[nodiscard]] const std::vector<std::string>& titles() const { return titles_; }
  [[nodiscard]] bool has_title(std::string_view plain) const;
  /// Whether some title begins so.
  [[nodiscard]] bool has_title_with(std::string_view plain_beginning) const;
  /// Whether the head holds this key of a JSON object.
  [[nodiscard]] bool has_key(std::string_view key) const;
  /// How many rows there are, roughly, if the file goes on as it begins: enough to reserve memory.
  [[nodiscard]] std::size_t likely_rows() const;

 private:
  Input file_;
  CsvStyle style_;
  std::string head_, separators_ = ",";
  bool is_json_ = false;
  std::vector<std::string> titles_;
};

/// A title's letters and digits, in lower case, subscripts as digits: "Carbon Intensity gCO₂eq/kWh
/// (direct)" is carbonintensitygco2eqkwhdirect. So case, blanks and punctuation do not matter.
std::string plain_title(std::string_view title);

}  // namespace cadis
