#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "base/time.hpp"

namespace date {
class time_zone;
}

namespace cadis {

/// The instants that a time of a clock may be, in order: one; none where spring skips it; two where
/// autumn repeats it.
class Instants {
 public:
  void add(UtcTime time);  ///< one that is not there yet; two at most
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] UtcTime operator[](std::size_t i) const { return times_.at(i); }

 private:
  std::array<UtcTime, 2> times_{};
  std::size_t size_ = 0;
};

/// A zone of the system's time-zone database, or UTC.
class TimeZone {
 public:
  /// An IANA name (`Europe/Berlin`) or `UTC`; ConfigError with the nearest known name where there
  /// is none of this name.
  explicit TimeZone(const std::string& name);

  /// When the clock shows this.
  [[nodiscard]] Instants when(UtcTime clock) const;
  /// When a time ends whose end is written as this: when the clock shows it, or has just reached it
  /// and is changed, as 02:00 where spring goes on with 03:00.
  [[nodiscard]] Instants when_reached(UtcTime clock) const;
  /// When a day begins: as the clock shows this midnight for the first time, or where spring skips
  /// it, right behind what is skipped.
  [[nodiscard]] UtcTime start_of_day(UtcTime midnight) const;

 private:
  void add_times(UtcTime clock, UtcTime::duration behind, Instants& times) const;

  const date::time_zone* zone_;
};

}  // namespace cadis
