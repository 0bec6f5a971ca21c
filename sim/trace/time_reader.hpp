#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trace/csv_source.hpp"
#include "trace/format.hpp"
#include "trace/local_clock.hpp"

namespace cadis {

/// `date`, `ms`, `s`, `min`, `h`: what a file's times are.
const std::vector<std::string>& time_units();

/// The user's --start, an instant in UTC; ConfigError where it is none or not given.
UtcTime read_start(const ImportChoices& choices);

/// The instant so many milliseconds after another, rounded to one; nothing outside the years 1 to
/// 9999 and for nan.
std::optional<UtcTime> instant_after(UtcTime start, double offset_ms);

/// Nothing where its year has not four digits.
std::optional<UtcTime> if_written(UtcTime time);

/// Reads times as the user says they are: dates with a time of day, in --zone where they state no
/// offset, or numbers of milliseconds, seconds, minutes or hours since --start. Rounded to the
/// millisecond.
class TimeReader {
 public:
  /// ConfigError where a unit lacks the choice that it needs, or one is given that it does not use.
  TimeReader(const std::string& unit, const ImportChoices& choices);

  /// Nothing where the text is no such time, lies outside the years 1 to 9999, or names one that
  /// the zone's spring skips.
  std::optional<UtcTime> read(std::string_view text);
  /// The same of a row's cell, in which numbers are written as in the rest of the file.
  std::optional<UtcTime> read(CsvSource& csv, std::size_t column);
  [[nodiscard]] bool are_dates() const { return unit_ms_ == 0; }
  [[nodiscard]] std::string expected() const;  ///< for messages: "a number of seconds since ..."
  [[nodiscard]] std::string describe() const;  ///< for a provenance: how times were read

 private:
  std::string unit_, zone_;
  std::optional<LocalClock> clock_;  ///< of dates that state no offset
  UtcTime start_{};
  double unit_ms_ = 0;  ///< 0: dates
};

}  // namespace cadis
