#include "base/ticks.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

namespace cadis {
namespace {

constexpr std::int64_t finest = 1'000'000'000'000'000'000, coarsest = 1'000'000'000;

/// The decimal of a second, counted in parts of 1 / `per_second`, that a double stands for to its
/// rounding; nothing where there is none.
std::optional<std::int64_t> decimal(double time_s, std::int64_t per_second) {
  const auto parts = static_cast<double>(per_second);
  if (time_s * parts >= 9e15) return std::nullopt;  // a double no longer counts them
  const double rounded = std::round(time_s * parts);
  // Two roundings: a product or quotient of doubles is as far off. Never near another nanosecond.
  const double rounding_s = std::min(time_s * 0x1p-51, 1e-10);
  if (std::abs(rounded / parts - time_s) > rounding_s) return std::nullopt;
  return static_cast<std::int64_t>(rounded);
}

}  // namespace

TickClock::TickClock(Seconds run) : per_second_(finest) {
  assert(run > Seconds{0} && run.value() <= longest_run_s);
  const auto never = static_cast<double>(Ticks::never().count());
  while (run.value() * static_cast<double>(per_second_) >= never && per_second_ > coarsest)
    per_second_ /= 10;
  per_second_as_double_ = static_cast<double>(per_second_);
  above_tick_s_ = (1 + 0x1p-50) / per_second_as_double_;
}

WideTicks TickClock::wide(Seconds time) const {
  const double time_s = time.value();
  assert(time_s >= 0);
  for (const std::int64_t parts : {std::int64_t{1000}, std::int64_t{1'000'000}, coarsest}) {
    if (const auto count = decimal(time_s, parts))
      return static_cast<WideTicks>(*count) * (per_second_ / parts);
  }
  const double whole_s = std::floor(time_s);
  return static_cast<WideTicks>(whole_s) * per_second_ +
         std::llround((time_s - whole_s) * per_second_as_double_);
}

Ticks TickClock::of(Seconds time) const {
  constexpr double longest_s = 1e18;  // and infinity, which no integer holds
  if (!(time.value() < longest_s)) return Ticks::never();
  return Ticks{static_cast<std::int64_t>(
      std::min(wide(time), static_cast<WideTicks>(Ticks::never().count())))};
}

Seconds TickClock::seconds(Ticks time) const {
  constexpr std::int64_t most = std::int64_t{1} << 53;  // up to which a double counts
  if (std::abs(time.count()) < most) return Seconds{length_s(time)};
  for (const std::int64_t parts : {std::int64_t{1000}, std::int64_t{1'000'000}, coarsest}) {
    const std::int64_t ticks = per_second_ / parts, count = time.count() / ticks;
    if (time.count() % ticks == 0 && std::abs(count) < most)
      return Seconds{static_cast<double>(count) / static_cast<double>(parts)};
  }
  const std::int64_t whole_s = time.count() / per_second_;
  return Seconds{static_cast<double>(whole_s) + length_s(Ticks{time.count() % per_second_})};
}

std::int64_t nanoseconds(Seconds time) {
  static const TickClock clock{Seconds{TickClock::longest_run_s}};
  static_assert(coarsest == 1'000'000'000);
  return clock.of(time).count();
}

}  // namespace cadis
