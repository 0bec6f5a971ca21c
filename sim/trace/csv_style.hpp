#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cadis {

/// How a CSV is written, as far as the user says.
struct CsvStyle {
  std::optional<char> separator;  ///< of fields: comma, semicolon or tab
  std::optional<char> decimal;    ///< point or comma
  std::optional<char> thousands;  ///< point, comma or blank

  [[nodiscard]] bool is_said() const { return separator || decimal || thousands; }
};

/// What --separator, --decimal and --thousands take.
const std::vector<std::string>& separator_names();
const std::vector<std::string>& decimal_names();
const std::vector<std::string>& thousands_names();
/// `,` of `comma` and so on; ConfigError, with the option's name, where it is none of these.
char read_mark(const std::string& option, const std::string& name,
               const std::vector<std::string>& names);

/// ConfigError where the user says how a CSV is written, of something that is none: `what` it is.
void refuse_style(const CsvStyle& style, const std::string& what);

/// Those of comma, semicolon and tab that stand outside quotes in the first record of a text.
std::string separators_in(std::string_view text);

/// Says that several characters may separate fields, and what to do.
std::string several_separators(const std::string& separators);

}  // namespace cadis
