#include <doctest/doctest.h>

#include "engine/run_totals.hpp"

// What falls on one instant: the order is docs/model.md's, "Ties". Instants that a file or a key
// states are compared exactly, although their doubles and the sums of these are not exact. Runs in
// `event` are done again in `queue` and compared.

using namespace cadis;
using test::HandBuilt;

namespace {

/// One host, 10 W idle and 100 W busy; a request takes 100 ms with v0 and 200 ms with v1.
HandBuilt one_host(double duration_s, double epoch_s, std::vector<double> arrivals) {
  HandBuilt built;
  built.accuracy_pct = {70, 80};
  built.service_s = {0.1, 0.2};
  built.busy_w = {100, 100};
  built.duration_s = duration_s;
  built.epoch_s = epoch_s;
  built.arrivals = TimestampArrivals{std::move(arrivals)};
  return built;
}

}  // namespace

TEST_CASE("an epoch that begins with a carbon step decides on it and is charged with it") {
  HandBuilt built = one_host(8.4, 0.7, {0.010, 2.150});
  built.g_per_kwh = {100, 900, 500, 500};  // a step at 2.1 s, where 3 x 0.7 as doubles is less
  built.policy = {"heuristic", "heuristic", {{"range", std::string("hindsight")}}};
  for (const auto fidelity : {Fidelity::event, Fidelity::queue, Fidelity::fluid}) {
    CAPTURE(to_string(fidelity));
    built.fidelity = fidelity;
    const auto epochs = test::run(built).epochs;
    REQUIRE(epochs.size() == 12);
    CHECK(epochs[2].intensity == GramsPerKwh{100});
    CHECK(epochs[2].shares[1] == 1);
    CHECK(epochs[3].begin.value() == 2.1);
    CHECK(epochs[3].intensity == GramsPerKwh{900});
    CHECK(epochs[3].shares[0] == 1);
    CHECK(epochs[3].arrivals == 1);
    CHECK(epochs[3].carbon.value() == doctest::Approx((0.6 * 10 + 0.1 * 100) * 900 / 3.6e6));
  }
}

TEST_CASE("a request that arrives when an epoch begins belongs to it") {
  HandBuilt built = one_host(1, 0.1, {0.3, 0.6});
  built.service_s = {1e-3, 2e-3};
  for (const auto fidelity : {Fidelity::event, Fidelity::queue, Fidelity::fluid}) {
    CAPTURE(to_string(fidelity));
    built.fidelity = fidelity;
    const auto epochs = test::run(built).epochs;
    REQUIRE(epochs.size() == 10);
    for (std::size_t e = 0; e < 10; ++e) CHECK(epochs[e].arrivals == (e == 3 || e == 6 ? 1 : 0));
  }
}

TEST_CASE("a request that arrives when a wait ends joins the batch, with or without a boundary") {
  HandBuilt built = one_host(10, 10, {0.75, 1.0});
  built.max_batch = 2;
  built.batch_cost = 0;
  built.service_s = {0.125, 0.25};
  built.max_wait_s = 0.25;
  for (const double epoch_s : {10.0, 1.0, 0.5, 0.25}) {
    for (const std::size_t steps : {1, 10}) {
      CAPTURE(epoch_s);
      CAPTURE(steps);
      built.epoch_s = epoch_s;
      built.g_per_kwh.assign(steps, 100);
      const auto sum = test::totals(test::run(built));
      CHECK(sum.energy_j == doctest::Approx(9.875 * 10 + 0.125 * 100).epsilon(1e-12));
      CHECK(sum.latency_s == doctest::Approx(0.375 + 0.125).epsilon(1e-12));
    }
  }
}

TEST_CASE(
    "a service that ends exactly with the run is queued, and one a millisecond earlier served") {
  for (const double at_s : {5.909, 5.908}) {
    HandBuilt built = one_host(7, 1, {at_s});
    built.service_s = {1.091, 2};
    const auto sum = test::totals(test::run(built));
    CHECK(sum.served == (at_s < 5.909 ? 1 : 0));
    CHECK(sum.queued == (at_s < 5.909 ? 0 : 1));
  }
}

TEST_CASE("every pair of milliseconds that adds up to the run's end is queued, as is every third") {
  HandBuilt built = one_host(7, 0.7, {});
  for (int ms = 1; ms <= 1901; ms += 19) {
    CAPTURE(ms);
    built.service_s = {ms / 1e3, 2};
    const double alone = (7000 - ms) / 1e3, first_of_two = (7000 - 2 * ms) / 1e3;
    for (const double at_s : {alone, first_of_two}) {
      std::vector<double> arrivals(at_s == alone ? 1 : 2, at_s);
      built.arrivals = TimestampArrivals{arrivals};
      built.fidelity = Fidelity::queue;
      const auto sum = test::totals(test::run(built));
      CHECK(sum.queued == 1);
      CHECK(sum.served == static_cast<double>(arrivals.size()) - 1);
    }
  }
}

TEST_CASE("a deadline or an objective that is met exactly is met, to the nanosecond") {
  // Three requests at once, 0.3 s each: the third starts 0.6 s and ends 0.9 s after it came.
  const auto run = [](double limit_s) {
    Scenario scenario = one_host(10, 0.7, {0.3, 0.3, 0.3}).build();
    for (auto& service : scenario.services) service.time = Seconds{0.3};
    scenario.deadline = Seconds{limit_s};
    scenario.slo = Seconds{limit_s + 0.3};
    return test::totals(test::run(scenario));
  };
  CHECK(run(0.6).dropped == 0);
  CHECK(run(0.6).slo_violations == 0);
  CHECK(run(0.6 - 1e-9).dropped == 1);
  CHECK(run(0.6 - 1e-9).slo_violations == 0);
  CHECK(run(0.6 + 1e-9).dropped == 0);
}

TEST_CASE("a host that comes free when a request arrives takes it: completions come first") {
  // 30 requests a second and three hosts of 100 ms: each request comes when its host is done.
  HandBuilt built;
  built.hosts = 3;
  built.service_s = {0.1};
  built.arrivals = ConstantArrivals{30};
  built.duration_s = 100;
  built.epoch_s = 0.7;
  const auto result = test::run(built);
  CHECK(result.latency.max().value() == 0.1);
  CHECK(test::totals(result).served == 2997);
}

TEST_CASE("constant arrivals at a decimal rate fall where decimals say, at a year's end, too") {
  const Seconds year{365 * 86400.0};
  for (const double rate : {0.3, 2.5, 30.0}) {
    const ArrivalSpec spec = ConstantArrivals{rate};
    const TickClock clock(year);
    Arrivals arrivals(spec, 1, {}, year);
    std::int64_t i = 0;
    for (Ticks at = arrivals.next(); at < Ticks::never(); at = arrivals.next(), ++i) {
      if (i % 3 != 0) continue;  // 3 / 0.3, 3 / 2.5 and 3 / 30 s are decimals
      const auto tenths = static_cast<std::int64_t>(std::llround(10 * 3 / rate));
      REQUIRE(at.count() == i / 3 * tenths * (clock.per_second() / 10));
      if (i > 3'000'000) break;
    }
  }
}

TEST_CASE("SimGrid's meter sees the end of a service of days that begins on the first day") {
  for (const double from_s : {8400.7, 86400.7, 200000.3}) {
    HandBuilt built;
    built.idle_w = 0;
    built.busy_w = {140};
    built.service_s = {432003.5};
    built.duration_s = built.epoch_s = 1728014;
    built.arrivals = TimestampArrivals{{from_s}};
    const auto sum = test::totals(test::run(built));
    CHECK(sum.energy_j == doctest::Approx(140 * 432003.5).epsilon(1e-9));
  }
}
