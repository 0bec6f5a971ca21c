#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"

namespace date {
class time_zone;
}

namespace cadis {

/// Turns a zone's wall-clock times into UTC, row by row. An hour that autumn repeats is told by the
/// order of the rows: its first time is summer time until the clock is seen to go back.
class LocalClock {
 public:
  /// An IANA zone (`Europe/Berlin`) or `UTC`, of the system's time-zone database; ConfigError with
  /// the nearest known name where there is none of this name.
  explicit LocalClock(const std::string& zone);

  /// The instant at which the clock shows this; nothing where spring skips it.
  std::optional<UtcTime> to_utc(UtcTime clock);

 private:
  const date::time_zone* zone_;
  std::optional<UtcTime> last_;
};

}  // namespace cadis
