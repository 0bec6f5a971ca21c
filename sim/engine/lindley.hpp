#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/histogram.hpp"

namespace cadis {

/// A FIFO queue before k hosts that all take D seconds a request, request by request.
///
/// With one host, Lindley's equation (Proc. Camb. Phil. Soc. 48, 1952): request i ends at
///     C_i = max(A_i, C_{i-1}) + D.
/// With k, Kiefer and Wolfowitz (Trans. AMS 78, 1955) keep the instants at which the hosts come
/// free in ascending order and give the next request to the first. Where every service takes the
/// same D, requests end in the order in which they start, so the order is a ring and
///     C_i = max(A_i, C_{i-k}) + D.
///
/// All instants are relative to one origin, which is subtracted from the arrivals.
struct EqualServices {
  double service_s;     ///< D
  double origin_s;      ///< of the instants, as arrivals count time
  double until_s;       ///< only requests that start before it are served
  double slo_s;         ///< a latency beyond it is a violation; infinity: none is
  double round_trip_s;  ///< added to every latency
  /// k instants at which the hosts come free, ascending from place `turn` on, round the ring, the
  /// last no later than D after the first. The next request goes to `turn`.
  std::vector<double> free_at;
  std::size_t turn = 0;

  /// Of the requests that ended before until_s.
  struct Finished {
    std::size_t requests = 0, violations = 0;
    double latency_sum_s = 0, latency_max_s = 0;
  };

  /// Serves requests (arrivals, ascending) as long as they end before until_s.
  Finished finish(std::span<const double> arrivals, LatencyRecorder& latency) {
    if (round_trip_s > 0) return finish<Counted::with_round_trip>(arrivals, latency);
    if (!std::isinf(slo_s)) return finish<Counted::violations>(arrivals, latency);
    return finish<Counted::latency>(arrivals, latency);
  }

  /// Where a request is in service at until_s.
  struct Unfinished {
    std::size_t place;
    double arrival_s;
  };
  /// Starts the next request, the first that does not end before until_s, or one after it; nothing
  /// where it does not start before until_s either.
  std::optional<Unfinished> start(double arrival_s) {
    const double start_s = std::max(arrival_s - origin_s, free_at[turn]);
    if (start_s >= until_s) return {};
    free_at[turn] = start_s + service_s;
    return Unfinished{std::exchange(turn, after(turn)), arrival_s};
  }

 private:
  /// What is looked at besides the time in queue and service: nothing that a run does not ask for.
  enum class Counted { latency, violations, with_round_trip };

  template <Counted what>
  Finished finish(std::span<const double> arrivals, LatencyRecorder& latency) {
    return free_at.size() == 1 ? finish_one_by_one<what>(arrivals, latency)
                               : finish_in_turn<what>(arrivals, latency);
  }

  [[nodiscard]] std::size_t after(std::size_t place) const {
    return place + 1 == free_at.size() ? 0 : place + 1;
  }

  // A run spends its time in these two loops: everything they touch is in registers, but for the
  // arrivals, the ring and the histogram.

  template <Counted what>
  [[gnu::noinline]] Finished finish_in_turn(std::span<const double> arrivals,
                                            LatencyRecorder& latency) {
    Finished all;
    double* const first = free_at.data();
    double* const last = first + free_at.size() - 1;
    double* place = first + turn;
    for (; all.requests < arrivals.size(); ++all.requests) {
      const double arrived_s = arrivals[all.requests] - origin_s;
      const double end_s = std::max(arrived_s, *place) + service_s;
      if (end_s >= until_s) break;
      *place = end_s;
      place = place == last ? first : place + 1;
      count<what>(arrived_s, end_s, latency, all);
    }
    turn = static_cast<std::size_t>(place - first);
    return all;
  }

  /// The same with k = 1, where every request waits for the one before.
  template <Counted what>
  [[gnu::noinline]] Finished finish_one_by_one(std::span<const double> arrivals,
                                               LatencyRecorder& latency) {
    Finished all;
    double free_s = free_at[0];
    for (; all.requests < arrivals.size(); ++all.requests) {
      const double arrived_s = arrivals[all.requests] - origin_s;
      const double end_s = std::max(arrived_s, free_s) + service_s;
      if (end_s >= until_s) break;
      free_s = end_s;
      count<what>(arrived_s, end_s, latency, all);
    }
    free_at[0] = free_s;
    return all;
  }

  template <Counted what>
  void count(double arrived_s, double end_s, LatencyRecorder& latency, Finished& all) const {
    if constexpr (what == Counted::with_round_trip) end_s += round_trip_s;
    const double latency_s = end_s - arrived_s;
    latency.tally(latency_s);
    if constexpr (what != Counted::latency) all.violations += latency_s > slo_s;
    all.latency_sum_s += latency_s;
    all.latency_max_s = std::max(all.latency_max_s, latency_s);
  }
};

}  // namespace cadis
