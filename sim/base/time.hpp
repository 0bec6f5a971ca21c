#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/units.hpp"

namespace cadis {

/// An instant in UTC, to the millisecond.
using UtcTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// Reads ISO-8601 with a `Z`: `2023-06-01T00:00:00Z`, the `T` may be a blank, seconds may have up
/// to three decimals. Nothing where the text is anything else (no zone means nothing, too: UTC is
/// never assumed).
std::optional<UtcTime> parse_utc(std::string_view text);

/// `2023-06-01T00:00:00Z`; milliseconds only where there are any.
std::string format_utc(UtcTime time);

/// Whether it lies in the years 1 to 9999, whose four digits parse_utc() reads.
bool has_written_form(UtcTime time);

/// `time + offset`, rounded to the millisecond.
UtcTime after(UtcTime time, Seconds offset);

/// `later - earlier` in seconds.
Seconds between(UtcTime earlier, UtcTime later);

struct MonthHour {
  int month;  ///< 0 to 11
  int hour;   ///< 0 to 23
};

/// Calendar month and hour of day (UTC) of an instant.
MonthHour month_hour(UtcTime time);

/// Reads a duration with its unit: `100 ms`, `0 s`, `30 min`, `24 h`, `30 d`. Nothing where the
/// unit is missing or unknown or the number is not finite.
std::optional<Seconds> parse_duration(std::string_view text);

}  // namespace cadis
