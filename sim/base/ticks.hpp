#pragma once

#include <compare>
#include <cstdint>
#include <limits>

#include "base/units.hpp"

namespace cadis {

/// An instant or a length of time in one run, as a whole number of its clock's ticks: sums and
/// comparisons are exact, so what falls on one instant is seen to.
class Ticks {
 public:
  constexpr Ticks() = default;
  explicit constexpr Ticks(std::int64_t count) : count_(count) {}
  [[nodiscard]] constexpr std::int64_t count() const { return count_; }
  /// Behind every run. It may be added to one length once more, no further.
  static constexpr Ticks never() { return Ticks{std::numeric_limits<std::int64_t>::max() / 2}; }

  constexpr Ticks& operator+=(Ticks other) {
    count_ += other.count_;
    return *this;
  }
  friend constexpr Ticks operator+(Ticks a, Ticks b) { return a += b; }
  friend constexpr Ticks operator-(Ticks a, Ticks b) { return Ticks{a.count_ - b.count_}; }
  friend constexpr auto operator<=>(Ticks, Ticks) = default;

 private:
  std::int64_t count_ = 0;
};

/// Ticks with room for centuries on any clock.
__extension__ using WideTicks = __int128;

/// The clock of a run. A tick is the smallest power of ten of a second, from an attosecond up to a
/// nanosecond, of which half a 64-bit number holds the run: 1 fs for an hour, 0.1 ps for a day, 1
/// ps for a month, 10 ps for a year. It depends on the run's length alone, so that a boundary more
/// or less rounds nothing otherwise.
///
/// A decimal of a second with up to nine places (so every instant and duration that a file or a
/// key states) is a whole number of ticks. Whatever else there is (a drawn arrival, a time divided
/// by a speed) is rounded to the nearest tick once, when it is made.
class TickClock {
 public:
  static constexpr double longest_run_s = 4.6e9;
  /// For a run of that length, above 0 and at most longest_run_s (146 years).
  explicit TickClock(Seconds run);

  [[nodiscard]] std::int64_t per_second() const { return per_second_; }

  /// Of a time of at least 0; never() where it lies behind every run. A double that is, to its own
  /// rounding, a decimal of a second with up to nine places stands for that: for 2.1, not for
  /// 2.0999999999999996. (From 10 days on a double tells microseconds apart, and no longer
  /// nanoseconds.)
  [[nodiscard]] Ticks of(Seconds time) const;
  /// The same, whatever the time.
  [[nodiscard]] WideTicks wide(Seconds time) const;
  /// The same for a number that chance made: rounded, and nothing is guessed.
  [[nodiscard]] Ticks nearest(double time_s) const {
    const double ticks = time_s * per_second_as_double_ + 0.5;
    return ticks < never_as_double ? Ticks{static_cast<std::int64_t>(ticks)} : Ticks::never();
  }

  /// Whether that is a decimal of a second with up to nine places, hence exact.
  [[nodiscard]] bool is_decimal(WideTicks time) const {
    return time % (per_second_ / 1'000'000'000) == 0;
  }

  /// The nearest double.
  [[nodiscard]] Seconds seconds(Ticks time) const;
  /// The same of a length, in a third of the time; a rounding off where it is above 2^53 ticks.
  [[nodiscard]] double length_s(Ticks length) const {
    return static_cast<double>(length.count()) / per_second_as_double_;
  }
  /// The same in a tenth of the time, a few roundings above it: what falls on a bucket's lower edge
  /// stays in the bucket.
  [[nodiscard]] double above_length_s(Ticks length) const {
    return static_cast<double>(length.count()) * above_tick_s_;
  }

 private:
  static constexpr double never_as_double = 0x1p62;  // never() + 1

  std::int64_t per_second_;
  double per_second_as_double_, above_tick_s_;
};

/// A time of at least 0 in whole nanoseconds, with the same reading of doubles as TickClock::of();
/// at most 146 years.
std::int64_t nanoseconds(Seconds time);

}  // namespace cadis
