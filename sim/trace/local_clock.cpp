#include "trace/local_clock.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include "base/errors.hpp"
#include "base/names.hpp"

namespace cadis {
namespace {

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

}  // namespace

LocalClock::LocalClock(const std::string& zone)
    : zone_(zone == "UTC" ? nullptr : find_zone(zone)) {}

std::optional<UtcTime> LocalClock::to_utc(UtcTime clock) {
  if (zone_ == nullptr) return clock;
  const date::local_time<std::chrono::milliseconds> local{clock.time_since_epoch()};
  const auto info = zone_->get_info(local);
  if (info.result == date::local_info::nonexistent) return std::nullopt;
  UtcTime time = clock - info.first.offset;
  if (info.result == date::local_info::ambiguous && last_ && time <= *last_) {
    time = clock - info.second.offset;
  }
  last_ = time;
  return time;
}

}  // namespace cadis
