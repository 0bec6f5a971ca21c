#include "trace/local_clock.hpp"

namespace cadis {

std::optional<UtcTime> LocalClock::to_utc(UtcTime clock) {
  const Instants times = zone_.when(clock);
  if (times.size() == 0) return std::nullopt;
  const bool is_second = times.size() == 2 && last_ && times[0] <= *last_;
  last_ = times[is_second ? 1 : 0];
  return last_;
}

}  // namespace cadis
