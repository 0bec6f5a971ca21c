#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "base/exponential.hpp"
#include "base/histogram.hpp"

namespace cadis::bench {

/// The least that the answer takes: arrivals, Lindley's recursion over k hosts of 1 ms a request,
/// and a histogram of latencies. No energy, epochs, decisions or SimGrid. Returns the mean latency
/// in seconds.
inline double bare_loop(double requests, std::size_t hosts, double load) {
  constexpr double service_s = 1e-3;
  const double mean_gap_s = service_s / load / static_cast<double>(hosts);
  ExponentialStream gaps(1, "arrivals");
  LatencyRecorder latency;
  std::vector<double> free_at(hosts);
  std::size_t place = 0;
  double now_s = 0, last_s = 0, sum_s = 0, max_s = 0;
  ExponentialStream::Block block;
  const auto record = [&](double latency_s) {
    latency.tally(latency_s);
    sum_s += latency_s;
    max_s = std::max(max_s, latency_s);
  };
  const auto blocks = static_cast<std::size_t>(requests / static_cast<double>(block.size()));
  for (std::size_t i = 0; i < blocks; ++i) {
    gaps.fill(block);
    if (hosts == 1) {
      for (const double gap : block) {
        now_s += gap * mean_gap_s;
        last_s = std::max(now_s, last_s) + service_s;
        record(last_s - now_s);
      }
    } else {
      for (const double gap : block) {
        now_s += gap * mean_gap_s;
        const double end_s = std::max(now_s, free_at[place]) + service_s;
        free_at[place] = end_s;
        if (++place == hosts) place = 0;
        record(end_s - now_s);
      }
    }
  }
  latency.include(sum_s, max_s);
  return latency.histogram().mean().value();
}

}  // namespace cadis::bench
