#include "base/time.hpp"

#include <date/date.h>
#include <fmt/chrono.h>
#include <fmt/compile.h>

#include <cmath>
#include <ctime>

#include "base/numbers.hpp"

namespace cadis {
namespace {

/// `2023-06-01T00:00:00`, the `T` perhaps a blank, with one to three decimals or none. The calendar
/// library's own parser takes other shapes, too, and bytes that are no digits.
bool has_iso_shape(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd.ddd";
  constexpr std::size_t seconds_end = 19;
  if (text.size() < seconds_end || text.size() > shape.size() || text.size() == seconds_end + 1)
    return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool fits = shape[i] == 'd'   ? c >= '0' && c <= '9'
                      : shape[i] == 'T' ? c == 'T' || c == ' '
                                        : c == shape[i];
    if (!fits) return false;
  }
  return true;
}

std::optional<UtcTime> parse_iso(std::string_view text) {
  if (!has_iso_shape(text)) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (const char c : text.substr(at, digits)) value = value * 10 + (c - '0');
    return value;
  };
  const date::year_month_day day = date::year{number(0, 4)} / number(5, 2) / number(8, 2);
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (!day.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  int ms = 0;
  for (std::size_t i = 20, unit = 100; i < text.size(); ++i, unit /= 10)
    ms += (text[i] - '0') * static_cast<int>(unit);
  return UtcTime{date::sys_days{day} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                 std::chrono::seconds{second} + std::chrono::milliseconds{ms}};
}

}  // namespace

std::optional<UtcTime> parse_utc(std::string_view text) {
  if (!text.ends_with('Z')) return std::nullopt;
  return parse_iso(text.substr(0, text.size() - 1));
}

// A trace may have a million rows. Of the ways to write a time this one takes 830 instructions,
// fields one by one 4000, and date::format() has a stream.
std::string format_utc(UtcTime time) {
  const auto day = std::chrono::floor<date::days>(time);
  const date::year_month_day calendar{day};
  const date::hh_mm_ss clock{time - day};
  std::tm fields{};
  fields.tm_year = int{calendar.year()} - 1900;
  fields.tm_mon = static_cast<int>(unsigned{calendar.month()}) - 1;
  fields.tm_mday = static_cast<int>(unsigned{calendar.day()});
  fields.tm_hour = static_cast<int>(clock.hours().count());
  fields.tm_min = static_cast<int>(clock.minutes().count());
  fields.tm_sec = static_cast<int>(clock.seconds().count());
  const auto milliseconds = clock.subseconds().count();
  if (milliseconds == 0) return fmt::format(FMT_COMPILE("{:%FT%T}Z"), fields);
  return fmt::format(FMT_COMPILE("{:%FT%T}.{:03}Z"), fields, milliseconds);
}

bool has_written_form(UtcTime time) {
  constexpr date::sys_days first = date::year{1} / 1 / 1, behind = date::year{10000} / 1 / 1;
  return time >= first && time < behind;
}

UtcTime after(UtcTime time, Seconds offset) {
  return time + std::chrono::milliseconds(std::llround(offset.value() * 1e3));
}

Seconds between(UtcTime earlier, UtcTime later) {
  return Seconds{static_cast<double>((later - earlier).count()) / 1e3};
}

MonthHour month_hour(UtcTime time) {
  const auto day = std::chrono::floor<date::days>(time);
  const date::year_month_day calendar{day};
  const auto hour = std::chrono::floor<std::chrono::hours>(time - day).count();
  return {static_cast<int>(static_cast<unsigned>(calendar.month())) - 1, static_cast<int>(hour)};
}

namespace {

/// To the nearest nanosecond, so that 1.1 h is 3960 s and not the next number above it; from 10
/// days on, where a double does not tell these apart, to the microsecond.
Seconds from_units(double value, double unit_s) {
  const double product = value * unit_s;
  const double parts = std::abs(product) < 10 * 86400 ? 1e9 : 1e6;
  const double rounded = std::round(product * parts) / parts;
  return Seconds{std::isfinite(rounded) && rounded != 0 ? rounded : product};
}

std::optional<double> seconds_of(std::string_view unit) {
  if (unit == "ms") return 1e-3;
  if (unit == "s") return 1;
  if (unit == "min") return 60;
  if (unit == "h") return 3600;
  if (unit == "d") return 86400;
  return std::nullopt;
}

}  // namespace

std::optional<Seconds> parse_duration(std::string_view text) {
  const auto unit_at = text.find_first_not_of("+-.0123456789eE ");
  if (unit_at == std::string_view::npos) return std::nullopt;
  auto number = text.substr(0, unit_at);
  while (!number.empty() && number.back() == ' ') number.remove_suffix(1);
  const auto unit = text.substr(unit_at);
  const auto value = parse_number(number);
  const auto unit_s = seconds_of(unit);
  if (!value || !unit_s) return std::nullopt;
  const Seconds duration = from_units(*value, *unit_s);
  if (!std::isfinite(duration.value())) return std::nullopt;  // 1e308 d
  return duration;
}

}  // namespace cadis
