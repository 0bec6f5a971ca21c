#include "trace/csv_numbers.hpp"

#include <fmt/format.h>

#include "base/numbers.hpp"

namespace cadis {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view marks = ".,";

/// `1.234`, `12,345`, `-123.456`: what a thousand may look like, too.
bool may_be_thousands(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto mark = text.find_first_of(marks);
  if (mark < 1 || mark > 3 || text.size() != mark + 4 || text.front() == '0') return false;
  return text.find_first_not_of(digits) == mark &&
         text.find_first_not_of(digits, mark + 1) == std::string_view::npos;
}

/// With plain blanks for those that do not break a line, which spreadsheets write.
std::string plain_blanks(std::string_view text) {
  std::string plain(text);
  for (const std::string_view blank : {"\xC2\xA0", "\xE2\x80\xAF"}) {
    for (auto at = plain.find(blank); at != std::string::npos; at = plain.find(blank, at))
      plain.replace(at, blank.size(), " ");
  }
  return plain;
}

const char* mark_name(char mark) { return mark == ',' ? "comma" : "point"; }
char other(char mark) { return mark == ',' ? '.' : ','; }

}  // namespace

std::optional<std::string> without_thousands(std::string_view text, char thousands, char decimal) {
  std::string plain(text);
  std::erase(plain, thousands);
  if (plain.size() == text.size()) return plain;
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.ends_with(decimal)) return std::nullopt;
  const auto whole = text.substr(0, text.find(decimal));
  if (whole.starts_with('0') || whole.starts_with(thousands)) return std::nullopt;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if ((whole[i] == thousands) != ((whole.size() - i) % 4 == 0)) return std::nullopt;
  }
  const bool has_exponent = plain.find_first_of("eE") != std::string::npos;
  if (has_exponent || text.substr(whole.size()).find(thousands) != std::string_view::npos)
    return std::nullopt;
  return plain;
}

CsvNumbers::CsvNumbers(const CsvStyle& style, char separator, const std::string& file)
    : separator_(separator), decimal_(style.decimal), thousands_(style.thousands) {
  if (decimal_ && decimal_ == thousands_) {
    throw ConfigError(
        fmt::format("--decimal and --thousands: a {} cannot be both", mark_name(*decimal_)));
  }
  if (!decimal_ && thousands_ && *thousands_ != ' ') decimal_ = other(*thousands_);
  if (!decimal_ && separator == ',') decimal_ = '.';
  if (separator == ',' && decimal_ == ',') {
    throw ConfigError(fmt::format(
        "{}:1: has commas between fields, where a decimal comma would be one more; save the file "
        "with semicolons or tabs between fields, or with decimal points",
        file));
  }
}

std::optional<double> CsvNumbers::read(std::string_view text, std::size_t line,
                                       std::string_view column) {
  if (decimal_ == '.' && !thousands_) return parse_number(text);
  std::string plain(text);
  if (thousands_) {
    if (*thousands_ == ' ') plain = plain_blanks(text);
    const auto last = plain.find_last_of(marks);
    const char decimal = decimal_ ? *decimal_ : last != std::string::npos ? plain[last] : '.';
    const auto without = without_thousands(plain, *thousands_, decimal);
    if (!without) return std::nullopt;
    plain = *without;
  }
  const auto at = plain.find_first_of(marks);
  if (at == std::string::npos) return parse_number(plain);
  const char mark = plain[at];
  if (decimal_ && mark != *decimal_) return std::nullopt;
  plain[at] = '.';
  const auto number = plain.find(',') == std::string::npos ? parse_number(plain) : std::nullopt;
  if (!number || decimal_) return number;
  Seen& seen = mark == ',' ? commas_ : points_;
  auto& place = !thousands_ && may_be_thousands(text) ? seen.open : seen.sure;
  if (!place) place = Place{line, std::string(column), std::string(text)};
  return number;
}

std::string CsvNumbers::expected(std::string_view text) const {
  const std::string number = "a finite number";
  const auto mark = text.find_first_of(marks);
  if (mark == std::string_view::npos || text.find_first_of(digits) == std::string_view::npos)
    return number;
  if (separator_ == ',' && text.find(',') != std::string_view::npos && !thousands_) {
    return number +
           " with a decimal point; a decimal comma needs semicolons or tabs between "
           "fields, a comma between thousands --thousands comma";
  }
  if (separator_ == ',') return number;
  if (decimal_ && text.find(other(*decimal_)) != std::string_view::npos && !thousands_) {
    return fmt::format("{} with a decimal {}; a {} between thousands needs --thousands {}", number,
                       mark_name(*decimal_), mark_name(other(*decimal_)),
                       mark_name(other(*decimal_)));
  }
  if (text.find_first_of(marks, mark + 1) != std::string_view::npos && !thousands_)
    return number + " (with marks between thousands it needs --thousands point|comma|space)";
  return number;
}

void CsvNumbers::settle(RowProblems& problems) const {
  const auto add = [&](const Place& place, const std::string& text) {
    problems.add(place.line, place.column, "'" + place.text + "' " + text);
  };
  if (points_.sure && commas_.sure) {
    const bool is_point_later = points_.sure->line > commas_.sure->line;
    const Place &later = is_point_later ? *points_.sure : *commas_.sure,
                &first = is_point_later ? *commas_.sure : *points_.sure;
    add(later, fmt::format("has a decimal {}, but '{}' on line {} a decimal {}; write them alike",
                           mark_name(is_point_later ? '.' : ','), first.text, first.line,
                           mark_name(is_point_later ? ',' : '.')));
    return;
  }
  for (const char mark : {'.', ','}) {
    const Seen &own = mark == '.' ? points_ : commas_, &others = mark == '.' ? commas_ : points_;
    if (!own.open || own.sure) continue;
    std::string said =
        fmt::format("say --decimal {} --thousands {}", mark_name(other(mark)), mark_name(mark));
    if (others.sure) {
      add(*own.open,
          fmt::format("may be thousands, since '{}' on line {} has a decimal {}; {} "
                      "where it is, or write it out",
                      others.sure->text, others.sure->line, mark_name(other(mark)), said));
    } else {
      add(*own.open, fmt::format("may be a number with three decimals or thousands, and no other "
                                 "number tells; say --decimal {}, or {}",
                                 mark_name(mark), said.substr(4)));
    }
  }
}

}  // namespace cadis
