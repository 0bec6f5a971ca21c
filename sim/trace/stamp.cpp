#include "trace/stamp.hpp"

#include <date/date.h>

#include <algorithm>
#include <array>

namespace cadis {
namespace {

/// Walks over a text; what does not fit leaves it where it was.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<int> digits(std::size_t least, std::size_t most) {
    int value = 0;
    std::size_t count = 0;
    while (count < most && count < text_.size() && is_digit(text_[count])) {
      value = value * 10 + (text_[count++] - '0');
    }
    if (count < least) return std::nullopt;
    text_.remove_prefix(count);
    return value;
  }
  bool skip(std::string_view token) {
    if (!text_.starts_with(token)) return false;
    text_.remove_prefix(token.size());
    return true;
  }
  char skip_any(std::string_view characters) {
    if (text_.empty() || characters.find(text_.front()) == std::string_view::npos) return '\0';
    const char found = text_.front();
    text_.remove_prefix(1);
    return found;
  }
  bool skip_blanks() {
    const auto before = text_.size();
    while (!text_.empty() && text_.front() == ' ') text_.remove_prefix(1);
    return text_.size() < before;
  }
  void skip_digits() {
    while (!text_.empty() && is_digit(text_.front())) text_.remove_prefix(1);
  }
  [[nodiscard]] bool done() const { return text_.empty(); }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  std::string_view text_;
};

std::optional<date::sys_days> scan_date(Scanner& in, DateOrder order) {
  const bool year_first = order == DateOrder::year_month_day;
  std::array<std::optional<int>, 3> parts;
  parts[0] = year_first ? in.digits(4, 4) : in.digits(1, 2);
  const char separator = in.skip_any("-/.");
  parts[1] = in.digits(year_first ? 2 : 1, 2);
  if (separator == '\0' || in.skip_any({&separator, 1}) == '\0') return std::nullopt;
  parts[2] = year_first ? in.digits(2, 2) : in.digits(4, 4);
  if (!parts[0] || !parts[1] || !parts[2]) return std::nullopt;
  if (order == DateOrder::month_day_year) std::swap(parts[0], parts[1]);
  if (!year_first) std::swap(parts[0], parts[2]);
  const date::year_month_day day{date::year{*parts[0]},
                                 date::month{static_cast<unsigned>(*parts[1])},
                                 date::day{static_cast<unsigned>(*parts[2])}};
  if (!day.ok()) return std::nullopt;
  return date::sys_days{day};
}

std::optional<std::chrono::milliseconds> scan_time(Scanner& in) {
  const auto hour = in.digits(1, 2);
  if (!hour || !in.skip(":")) return std::nullopt;
  const auto minute = in.digits(2, 2);
  if (!minute) return std::nullopt;
  std::optional<int> second = 0;
  int millisecond = 0;
  if (in.skip(":")) {
    second = in.digits(2, 2);
    if (in.skip(".")) {
      for (int unit = 100; unit > 0; unit /= 10) {
        const auto digit = in.digits(1, 1);
        if (!digit) break;
        millisecond += unit * *digit;
      }
      if (in.digits(1, 1).value_or(0) >= 5) ++millisecond;
      in.skip_digits();
    }
  }
  if (!second || *minute > 59 || *second > 59) return std::nullopt;
  int of_day = *hour;
  in.skip_blanks();
  const bool is_am = in.skip("AM") || in.skip("am") || in.skip("a.m.");
  const bool is_pm = !is_am && (in.skip("PM") || in.skip("pm") || in.skip("p.m."));
  if (is_am || is_pm) {
    if (of_day < 1 || of_day > 12) return std::nullopt;
    of_day = of_day % 12 + (is_pm ? 12 : 0);
  }
  if (of_day > 23) return std::nullopt;
  return std::chrono::hours{of_day} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second} + std::chrono::milliseconds{millisecond};
}

/// False where what follows is neither nothing nor a zone.
bool scan_zone(Scanner& in, std::optional<std::chrono::minutes>& offset) {
  in.skip_blanks();
  if (in.done()) return true;
  if (in.skip("Z") || in.skip("UTC") || in.skip("GMT")) {
    offset = std::chrono::minutes{0};
    if (in.done()) return true;
  }
  const char sign = in.skip_any("+-");
  if (sign == '\0') return false;
  const auto hours = in.digits(2, 2);
  in.skip(":");
  const auto minutes = in.done() ? std::optional<int>{0} : in.digits(2, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59 || !in.done()) return false;
  const std::chrono::minutes size = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
  offset = sign == '-' ? -size : size;
  return true;
}

}  // namespace

std::optional<Stamp> parse_stamp(std::string_view text, DateOrder order) {
  Scanner in(text);
  in.skip_blanks();
  const auto day = scan_date(in, order);
  if (!day || !(in.skip("T") || in.skip_blanks())) return std::nullopt;
  const auto time = scan_time(in);
  if (!time) return std::nullopt;
  Stamp stamp{UtcTime{*day + *time}, {}};
  if (!scan_zone(in, stamp.offset)) return std::nullopt;
  return stamp;
}

std::optional<UtcTime> parse_date(std::string_view text) {
  Scanner in(text);
  const auto day = scan_date(in, DateOrder::year_month_day);
  if (!day || !in.done()) return std::nullopt;
  return UtcTime{*day};
}

}  // namespace cadis
