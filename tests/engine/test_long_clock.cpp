#include <doctest/doctest.h>

#include <cmath>

#include "engine/run_totals.hpp"

// A double counts seconds to 3.7e-9 at the end of a year. What that costs, and what it does not:
// docs/validation.md has these figures.

using namespace cadis;
using test::HandBuilt;

namespace {

constexpr double year_s = 365 * 86400.0;

/// A thousand requests of 1 ms in the last ten seconds of a year, an interval of their own.
HandBuilt last_moments(Fidelity fidelity) {
  HandBuilt built;
  built.fidelity = fidelity;
  built.duration_s = year_s;
  built.epoch_s = 86400;
  built.idle_w = 0;
  TimestampArrivals arrivals;
  for (int i = 0; i < 1000; ++i) arrivals.at_s.push_back(year_s - 10 + 0.0073 * i);
  built.arrivals = arrivals;
  return built;
}

}  // namespace

TEST_CASE("at a year's end latencies have the digits that the interval leaves, not the clock") {
  for (const auto& [epoch_s, error] :
       std::vector<std::pair<double, double>>{{300, 1e-10}, {3600, 1e-9}, {86400, 1e-8}}) {
    for (const Fidelity fidelity : {Fidelity::event, Fidelity::queue}) {
      CAPTURE(epoch_s);
      HandBuilt built = last_moments(fidelity);
      built.epoch_s = epoch_s;
      const RunResult result = run_isolated(built.build(), policies::registry());
      CHECK(result.latency.count() == 1000);
      CHECK(std::abs(result.latency.max().value() / 1e-3 - 1) < error);
      CHECK(std::abs(result.latency.mean().value() / 1e-3 - 1) < error);
    }
  }
}

TEST_CASE(
    "at a year's end SimGrid's meter is off by a rounding an activity: event's many, queue's one") {
  const double exact_j = 1000 * 200 * 1e-3;
  for (const Fidelity fidelity : {Fidelity::event, Fidelity::queue}) {
    const RunResult result = run_isolated(last_moments(fidelity).build(), policies::registry());
    const auto sum = test::totals(result);
    CHECK(sum.by_kind_j == doctest::Approx(exact_j).epsilon(1e-7));
    const double loss = std::abs(sum.energy_j / exact_j - 1);
    MESSAGE(to_string(fidelity) << ": metered joules are off by " << loss);
    CHECK(loss < (fidelity == Fidelity::event ? 1e-5 : 1e-8));
  }
}
