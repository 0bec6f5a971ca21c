#include "base/time.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "base/numbers.hpp"

namespace cadis {
namespace {

std::optional<UtcTime> parse_with(std::string_view text, const char* tail) {
  const char* separators[] = {"T", " "};
  for (const char* separator : separators) {
    std::istringstream in{std::string(text)};
    date::sys_time<std::chrono::milliseconds> time;
    in >> date::parse(std::string("%Y-%m-%d") + separator + "%H:%M:%S" + tail, time);
    if (!in.fail() && in.peek() == std::char_traits<char>::eof())
      return UtcTime(time.time_since_epoch());
  }
  return std::nullopt;
}

bool has_canonical_width(std::string_view text) {
  // The library also accepts one-digit fields; a trace that has them is not ISO-8601.
  return text.size() >= 19 && text[4] == '-' && text[7] == '-' && text[13] == ':' &&
         text[16] == ':';
}

}  // namespace

std::optional<UtcTime> parse_utc(std::string_view text) {
  return has_canonical_width(text) ? parse_with(text, "Z") : std::nullopt;
}

std::optional<UtcTime> parse_zoneless_as_utc(std::string_view text) {
  return has_canonical_width(text) ? parse_with(text, "") : std::nullopt;
}

// Not date::format(), whose stream is slow: a trace may have a million rows.
std::string format_utc(UtcTime time) {
  const auto day = std::chrono::floor<date::days>(time);
  const date::year_month_day calendar{day};
  const date::hh_mm_ss clock{time - day};
  const auto text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int{calendar.year()},
                  unsigned{calendar.month()}, unsigned{calendar.day()}, clock.hours().count(),
                  clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() == 0) return text + "Z";
  return fmt::format("{}.{:03}Z", text, clock.subseconds().count());
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

/// To the nearest nanosecond, so that 1.1 h is 3960 s and not the next number above it.
Seconds from_units(double value, double unit_s) {
  const double product = value * unit_s;
  const double rounded = std::round(product * 1e9) / 1e9;
  return Seconds{std::isfinite(rounded) && rounded != 0 ? rounded : product};
}

}  // namespace

std::optional<Seconds> parse_duration(std::string_view text) {
  const auto unit_at = text.find_first_not_of("+-.0123456789eE ");
  if (unit_at == std::string_view::npos) return std::nullopt;
  auto number = text.substr(0, unit_at);
  while (!number.empty() && number.back() == ' ') number.remove_suffix(1);
  const auto unit = text.substr(unit_at);
  const auto value = parse_number(number);
  if (!value) return std::nullopt;
  if (unit == "ms") return from_units(*value, 1e-3);
  if (unit == "s") return from_units(*value, 1);
  if (unit == "min") return from_units(*value, 60);
  if (unit == "h") return from_units(*value, 3600);
  if (unit == "d") return from_units(*value, 86400);
  return std::nullopt;
}

}  // namespace cadis
