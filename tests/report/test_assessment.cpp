#include <doctest/doctest.h>

#include "report/assessment.hpp"

using namespace cadis;

namespace {

/// Four hours of two hosts with batches of 4, all served, half of the joules idle.
struct Case {
  Scenario scenario;
  RunResult result;
  Summary summary;

  Case() {
    scenario.start = parse_utc("2023-06-01T00:00:00Z").value();
    scenario.duration = Seconds{4 * 3600};
    scenario.hosts.resize(2);
    scenario.max_batch = 4;
    for (int hour = 0; hour < 4; ++hour) {
      result.epochs.emplace_back();
      result.epochs.back().begin = Seconds{3600.0 * hour};
      result.epochs.back().length = Seconds{3600};
    }
    summary.arrivals = summary.served = 1000;
    summary.energy = Joules{100};
    summary.idle_energy = Joules{50};
  }
  [[nodiscard]] std::vector<std::string> warnings(Headroom headroom = {5.0, ""}) const {
    return assess(scenario, result, summary, std::move(headroom)).warnings;
  }
};

}  // namespace

TEST_CASE("a run without anything wrong is given no warning") {
  CHECK(Case().warnings().empty());
  CHECK(Case().warnings({std::nullopt, "fluid"}).empty());
}

TEST_CASE("overload names the share that waits and the epoch since which it grows") {
  Case one;
  const std::vector<double> queued = {20, 16, 17,
                                      200};  // two batches of 4 on two hosts are in hand
  for (std::size_t e = 0; e < 4; ++e) one.result.epochs[e].queued = queued[e];
  one.summary.queued = 200;
  one.summary.served = 800;
  REQUIRE(one.warnings().size() == 1);
  CHECK(one.warnings()[0].starts_with(
      "overload: 20.0 % of the requests were still waiting at the end, 200 of them; the queue has "
      "grown since 2023-06-01T02:00:00Z; "));
  CHECK(largest_queue(one.result) == 200);
  one.summary.queued = 16;  // in hand, though more than 1 % of all
  CHECK(one.warnings().empty());
  one.summary.queued = 17;
  one.summary.arrivals = 1700;  // not more than 1 %
  CHECK(one.warnings().empty());
  for (auto& epoch : one.result.epochs) epoch.queued = 50;
  one.summary.queued = 50;
  CHECK(one.warnings()[0].find("grown since 2023-06-01T00:00:00Z") != std::string::npos);
}

TEST_CASE("what is dropped, late, idle or without headroom is told from its limit on") {
  Case one;
  one.summary.dropped = 10;
  one.scenario.slo = Seconds{0.1};
  one.summary.slo_violations = 10;
  CHECK(one.warnings({1.0, ""}).empty());  // 1 %, 1 %, 50 %, 1 %
  one.summary.dropped = 11;
  one.summary.slo_violations = 11;
  one.summary.idle_energy = Joules{51};
  one.summary.busy_share_pct = 12.34;
  const auto warnings = one.warnings({0.99, ""});
  REQUIRE(warnings.size() == 4);
  CHECK(warnings[0].starts_with("dropped: 1.1 % of the requests"));
  CHECK(
      warnings[1].starts_with("objective: 1.1 % of the served requests took longer than "
                              "slo.latency, 100 ms"));
  CHECK(warnings[2].starts_with("idle: 51 % of the joules"));
  CHECK(warnings[2].find("busy 12.3 % of the time") != std::string::npos);
  CHECK(warnings[3].starts_with("headroom: timing can save at most 0.99 %"));
  CHECK(one.warnings({-1e-12, ""})[3].find("0.00 %") != std::string::npos);
}
