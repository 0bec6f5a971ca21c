#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "model/records.hpp"

namespace cadis::test {

inline bool is_close(double a, double b, double scale) {
  return std::abs(a - b) <= 1e-9 * scale + 1e-15;
}

inline void check_same(const std::vector<EpochRecord>& event,
                       const std::vector<EpochRecord>& queue) {
  REQUIRE(event.size() == queue.size());
  for (std::size_t e = 0; e < event.size(); ++e) {
    CAPTURE(e);
    const EpochRecord& a = event[e];
    const EpochRecord& b = queue[e];
    // What draws nothing is metered as a hair (Fleet): then 1e-12 J do.
    const double scale_j = std::max(a.energy.value(), 1e-3);
    CHECK((a.shares == b.shares).all());
    CHECK(a.load == b.load);
    CHECK(a.arrivals == b.arrivals);
    CHECK(a.served == b.served);
    CHECK(a.dropped == b.dropped);
    CHECK(a.queued == b.queued);
    CHECK(a.switches == b.switches);
    CHECK(a.slo_violations == b.slo_violations);
    CHECK((a.served_by_variant == b.served_by_variant).all());
    CHECK(is_close(a.latency_sum_s, b.latency_sum_s, a.latency_sum_s));
    CHECK(is_close(a.energy.value(), b.energy.value(), scale_j));
    CHECK(is_close(a.idle_energy.value(), b.idle_energy.value(), scale_j));
    CHECK(is_close(a.idle_time.value(), b.idle_time.value(), std::max(a.length.value(), 1e-3)));
    CHECK(is_close(a.switch_energy.value(), b.switch_energy.value(), scale_j));
    CHECK(is_close(a.service_energy.value(), b.service_energy.value(), scale_j));
    const double scale_g = std::max(a.carbon, Joules{1e-3} * GramsPerKwh{1000}).value();
    CHECK(is_close(a.carbon.value(), b.carbon.value(), scale_g));
    if (a.counted_g.size() != b.counted_g.size()) continue;  // counted in one of them only
    for (Eigen::Index i = 0; i < a.counted_g.size(); ++i)
      CHECK(is_close(a.counted_g[i], b.counted_g[i], std::max(scale_g, a.counted_g[i])));
  }
}

/// Every output of two runs: counts equal, latencies, joules and grams to 1e-9.
inline void check_same(const RunResult& event, const RunResult& queue) {
  check_same(event.epochs, queue.epochs);
  REQUIRE(event.regions.size() == queue.regions.size());
  for (std::size_t r = 0; r < event.regions.size(); ++r) {
    CAPTURE(r);
    check_same(event.regions[r], queue.regions[r]);
  }
  CHECK(event.latency.counts == queue.latency.counts);
  CHECK(is_close(event.latency.sum_s, queue.latency.sum_s, event.latency.sum_s));
  CHECK(is_close(event.latency.max_s, queue.latency.max_s, event.latency.max_s));
}

}  // namespace cadis::test
