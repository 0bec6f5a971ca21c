#pragma once

#include <chrono>

namespace cadis {

/// Seconds on a clock that only ever goes forward, from some instant on: for differences. No result
/// depends on it.
inline double stopwatch_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace cadis
