#include "trace/time_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/errors.hpp"
#include "base/numbers.hpp"

namespace cadis {
namespace {

constexpr std::array<double, 5> unit_ms{0, 1, 1e3, 60e3, 3600e3};

}  // namespace

std::optional<UtcTime> if_written(UtcTime time) {
  return has_written_form(time) ? std::optional{time} : std::nullopt;
}

const std::vector<std::string>& time_units() {
  static const std::vector<std::string> units{"date", "ms", "s", "min", "h"};
  return units;
}

UtcTime read_start(const ImportChoices& choices) {
  const std::string text = choices.text("start");
  const auto time = parse_utc(text);
  if (time && has_written_form(*time)) return *time;
  throw ConfigError(
      fmt::format("--start: expected UTC as 2023-06-01T00:00:00Z, got '{}'", text.substr(0, 80)));
}

std::optional<UtcTime> instant_after(UtcTime start, double offset_ms) {
  constexpr double ten_thousand_years_ms = 3.2e14;
  if (!(std::abs(offset_ms) < ten_thousand_years_ms)) return std::nullopt;
  return if_written(start + std::chrono::milliseconds{std::llround(offset_ms)});
}

TimeReader::TimeReader(const std::string& unit, const ImportChoices& choices)
    : unit_(unit), zone_(choices.text("zone")) {
  const auto& units = time_units();
  unit_ms_ = unit_ms.at(
      static_cast<std::size_t>(std::find(units.begin(), units.end(), unit) - units.begin()));
  if (are_dates() && choices.has("start"))
    throw ConfigError("--start: dates say themselves when they are; leave it out");
  if (!are_dates() && choices.has("zone"))
    throw ConfigError("--zone: times since --start, which is UTC, have no zone; leave it out");
  if (!are_dates()) start_ = read_start(choices);
  if (choices.has("zone")) clock_.emplace(zone_);
}

std::optional<UtcTime> TimeReader::read(std::string_view text) {
  text = trim(text);
  if (!are_dates()) {
    const auto number = parse_number(text);
    return number ? instant_after(start_, *number * unit_ms_) : std::nullopt;
  }
  const auto stamp = parse_stamp(text);
  if (!stamp) return std::nullopt;
  if (stamp->offset) return if_written(stamp->utc());
  const auto time = clock_ ? clock_->to_utc(stamp->clock) : std::nullopt;
  return time ? if_written(*time) : std::nullopt;
}

std::optional<UtcTime> TimeReader::read(CsvSource& csv, std::size_t column) {
  if (are_dates()) return read(csv.cell(column));
  const auto number = csv.find_number(column);
  return number ? instant_after(start_, *number * unit_ms_) : std::nullopt;
}

std::string TimeReader::expected() const {
  if (!are_dates()) return fmt::format("a number of {} since {}", unit_, format_utc(start_));
  return clock_ ? fmt::format("a time such as 2023-06-01 00:00:00 that {} has", zone_)
                : "a time such as 2023-06-01T00:00:00Z (without an offset it needs --zone)";
}

std::string TimeReader::describe() const {
  const std::string read = !are_dates() ? fmt::format("{} since {}", unit_, format_utc(start_))
                           : clock_     ? zone_ + " where no offset is stated"
                                        : "offsets as stated";
  return read + "; rounded to the millisecond";
}

}  // namespace cadis
