#include "trace/time_zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/errors.hpp"
#include "base/names.hpp"

namespace cadis {
namespace {

constexpr UtcTime::duration moment{1};

const date::time_zone* find_zone(const std::string& name) try {
  return date::locate_zone(name);
} catch (const std::runtime_error&) {
  std::vector<std::string> known{"UTC"};
  try {
    for (const auto& zone : date::get_tzdb().zones) known.push_back(zone.name());
  } catch (const std::runtime_error&) {
    throw ConfigError("the system has no time-zone database; install the package tzdata");
  }
  throw ConfigError(fmt::format("unknown time zone '{}'; {}", name, suggest(name, known)));
}

date::local_info ask(const date::time_zone& zone, UtcTime clock) {
  return zone.get_info(date::local_time<UtcTime::duration>{clock.time_since_epoch()});
}

}  // namespace

void Instants::add(UtcTime time) {
  const auto end = times_.begin() + static_cast<std::ptrdiff_t>(size_);
  if (size_ == times_.size() || std::find(times_.begin(), end, time) != end) return;
  times_.at(size_++) = time;
  std::sort(times_.begin(), times_.begin() + static_cast<std::ptrdiff_t>(size_));
}

TimeZone::TimeZone(const std::string& name) : zone_(name == "UTC" ? nullptr : find_zone(name)) {}

/// Adds when the clock shows a time, and so much behind.
void TimeZone::add_times(UtcTime clock, UtcTime::duration behind, Instants& times) const {
  const auto info = ask(*zone_, clock);
  if (info.result == date::local_info::nonexistent) return;
  times.add(clock - info.first.offset + behind);
  if (info.result == date::local_info::ambiguous) times.add(clock - info.second.offset + behind);
}

Instants TimeZone::when(UtcTime clock) const {
  Instants times;
  if (zone_ == nullptr)
    times.add(clock);
  else
    add_times(clock, UtcTime::duration{0}, times);
  return times;
}

Instants TimeZone::when_reached(UtcTime clock) const {
  Instants times = when(clock);
  if (zone_ != nullptr) add_times(clock - moment, moment, times);
  return times;
}

UtcTime TimeZone::start_of_day(UtcTime midnight) const {
  if (zone_ == nullptr) return midnight;
  const auto info = ask(*zone_, midnight);
  if (info.result != date::local_info::nonexistent) return midnight - info.first.offset;
  return UtcTime{info.second.begin.time_since_epoch()};
}

}  // namespace cadis
