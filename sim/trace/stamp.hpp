#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace cadis {

/// A time as a file writes it.
struct Stamp {
  UtcTime clock;                               ///< what the clock shows, as if it were UTC
  std::optional<std::chrono::minutes> offset;  ///< from UTC, where the text states one

  /// The instant, where the clock shows UTC unless the text says otherwise.
  [[nodiscard]] UtcTime utc() const { return clock - offset.value_or(std::chrono::minutes{0}); }
};

enum class DateOrder { year_month_day, day_month_year, month_day_year };

/// Reads a date and a time of day: parts of the date separated by `-`, `/` or `.`, then `T` or
/// blanks, `h:mm`, seconds and their decimals (rounded to the millisecond) if any, AM or PM if
/// any, then `Z`, `UTC` or an offset (`+01:00`, `+0100`, `+01`) if any. Nothing where the text
/// is anything else or the date is in no calendar.
std::optional<Stamp> parse_stamp(std::string_view text,
                                 DateOrder order = DateOrder::year_month_day);

/// Reads a date alone, with the year first, as its midnight. Nothing where a time of day follows.
std::optional<UtcTime> parse_date(std::string_view text);

}  // namespace cadis
