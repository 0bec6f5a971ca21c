#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "trace/time_zone.hpp"

namespace cadis {

/// Turns a zone's wall-clock times into UTC, row by row. An hour that autumn repeats is told by the
/// order of the rows: its first time is summer time until the clock is seen to go back.
class LocalClock {
 public:
  /// As of TimeZone.
  explicit LocalClock(const std::string& zone) : zone_(zone) {}

  /// The instant at which the clock shows this; nothing where spring skips it.
  std::optional<UtcTime> to_utc(UtcTime clock);

 private:
  TimeZone zone_;
  std::optional<UtcTime> last_;
};

}  // namespace cadis
