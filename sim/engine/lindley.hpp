#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/histogram.hpp"
#include "base/ticks.hpp"

namespace cadis {

/// A FIFO queue before k hosts that all take D seconds a request, request by request.
///
/// With one host, Lindley's equation (Proc. Camb. Phil. Soc. 48, 1952): request i ends at
///     C_i = max(A_i, C_{i-1}) + D.
/// With k, Kiefer and Wolfowitz (Trans. AMS 78, 1955) keep the instants at which the hosts come
/// free in ascending order and give the next request to the first. Where every service takes the
/// same D, requests end in the order in which they start, so the order is a ring and
///     C_i = max(A_i, C_{i-k}) + D.
struct EqualServices {
  struct Times {
    TickClock clock;
    Ticks service;     ///< D
    Ticks until;       ///< only requests that start before it are served
    Ticks slo;         ///< a latency beyond it is a violation; never: none is
    Ticks round_trip;  ///< added to every latency
  };
  Times times;
  /// k instants at which the hosts come free, ascending from place `turn` on, round the ring, the
  /// last no later than D after the first. The next request goes to `turn`.
  std::vector<Ticks> free_at;
  std::size_t turn = 0;

  /// Of the requests that ended before `until`.
  struct Finished {
    std::size_t requests = 0, violations = 0;
    double latency_ticks = 0;  ///< sum
    Ticks latency_max;
  };

  /// Serves requests (arrivals, ascending) as long as they end before `until`.
  Finished finish(std::span<const Ticks> arrivals, LatencyRecorder& latency) {
    if (times.round_trip > Ticks{0}) return finish<Counted::with_round_trip>(arrivals, latency);
    if (times.slo < Ticks::never()) return finish<Counted::violations>(arrivals, latency);
    return finish<Counted::latency>(arrivals, latency);
  }

  /// Where a request is in service at `until`.
  struct Unfinished {
    std::size_t place;
    Ticks arrival;
  };
  /// Starts the next request, the first that does not end before `until`, or one after it; nothing
  /// where it does not start before `until` either.
  std::optional<Unfinished> start(Ticks arrival) {
    const Ticks start = std::max(arrival, free_at[turn]);
    if (start >= times.until) return {};
    free_at[turn] = start + times.service;
    return Unfinished{std::exchange(turn, after(turn)), arrival};
  }

 private:
  /// What is looked at besides the time in queue and service: nothing that a run does not ask for.
  enum class Counted { latency, violations, with_round_trip };

  template <Counted what>
  Finished finish(std::span<const Ticks> arrivals, LatencyRecorder& latency) {
    return free_at.size() == 1 ? finish_one_by_one<what>(arrivals, latency)
                               : finish_in_turn<what>(arrivals, latency);
  }

  [[nodiscard]] std::size_t after(std::size_t place) const {
    return place + 1 == free_at.size() ? 0 : place + 1;
  }

  // A run spends its time in these two loops: everything they touch is in registers, but for the
  // arrivals, the ring and the histogram. Hence copies that nothing points to: a compiler takes it
  // that a bucket may be any other whole number in memory.

  template <Counted what>
  [[gnu::noinline]] Finished finish_in_turn(std::span<const Ticks> arrivals,
                                            LatencyRecorder& latency) {
    const Times at = times;
    Finished all;
    Ticks* const first = free_at.data();
    Ticks* const last = first + free_at.size() - 1;
    Ticks* place = first + turn;
    for (; all.requests < arrivals.size(); ++all.requests) {
      const Ticks arrived = arrivals[all.requests];
      const Ticks end = std::max(arrived, *place) + at.service;
      if (end >= at.until) break;
      *place = end;
      place = place == last ? first : place + 1;
      count<what>(at, arrived, end, latency, all);
    }
    turn = static_cast<std::size_t>(place - first);
    return Finished(all);
  }

  /// The same with k = 1, where every request waits for the one before.
  template <Counted what>
  [[gnu::noinline]] Finished finish_one_by_one(std::span<const Ticks> arrivals,
                                               LatencyRecorder& latency) {
    const Times at = times;
    Finished all;
    Ticks free = free_at[0];
    for (; all.requests < arrivals.size(); ++all.requests) {
      const Ticks arrived = arrivals[all.requests];
      const Ticks end = std::max(arrived, free) + at.service;
      if (end >= at.until) break;
      free = end;
      count<what>(at, arrived, end, latency, all);
    }
    free_at[0] = free;
    return Finished(all);
  }

  template <Counted what>
  static void count(const Times& at, Ticks arrived, Ticks end, LatencyRecorder& latency,
                    Finished& all) {
    Ticks passed = end - arrived;
    if constexpr (what == Counted::with_round_trip) passed += at.round_trip;
    latency.tally(at.clock.above_length_s(passed));
    if constexpr (what != Counted::latency) all.violations += passed > at.slo;
    all.latency_ticks += static_cast<double>(passed.count());
    all.latency_max = std::max(all.latency_max, passed);
  }
};

}  // namespace cadis
