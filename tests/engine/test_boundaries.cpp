#include <doctest/doctest.h>

#include <stdexcept>

#include "engine/run_totals.hpp"

// Hand-computed runs whose batches, carbon steps and epochs cross each other: a power wrong by 1 %,
// a unit by 3.6e6 or a boundary by one step changes what is checked here.

using namespace cadis;
using test::HandBuilt;

TEST_CASE("joules and grams are split where a batch crosses a carbon step and an epoch") {
  HandBuilt built = test::crossing_batches();
  built.g_per_kwh = {100, 400, 50};  // steps begin at 0, 10 and 20 s
  for (const auto fidelity : {Fidelity::event, Fidelity::queue}) {
    CAPTURE(to_string(fidelity));
    built.fidelity = fidelity;
    auto scenario = built.build();
    scenario.pue = 1.5;
    const auto epochs = test::run(scenario).epochs;
    REQUIRE(epochs.size() == 2);
    CHECK(epochs[0].energy.value() == doctest::Approx(80 + 1400).epsilon(1e-12));
    CHECK(epochs[0].idle_energy.value() == doctest::Approx(80).epsilon(1e-12));
    CHECK(epochs[0].idle_time.value() == doctest::Approx(8).epsilon(1e-12));
    CHECK(epochs[0].carbon.value() ==
          doctest::Approx(1.5 * (480 * 100 + 1000 * 400) / 3.6e6).epsilon(1e-12));
    CHECK(epochs[0].served == 1);
    CHECK(epochs[0].queued == 1);
    CHECK(epochs[0].latency_sum_s == doctest::Approx(6).epsilon(1e-12));
    CHECK(epochs[1].energy.value() == doctest::Approx(1000 + 100).epsilon(1e-12));
    CHECK(epochs[1].carbon.value() ==
          doctest::Approx(1.5 * (1000 * 400 + 100 * 50) / 3.6e6).epsilon(1e-12));
    CHECK(epochs[1].idle_time.value() == doctest::Approx(10).epsilon(1e-12));
    CHECK(epochs[1].served == 1);
    CHECK(epochs[1].latency_sum_s == doctest::Approx(7).epsilon(1e-12));
  }
}

namespace {

/// Answers with the number of the step that holds, and insists on seeing the steps begun so far.
class StepNumber : public Policy {
 public:
  Decision decide(const Observation& now) override {
    const std::size_t step = now.seen_begin_s.size() - 1;
    const bool is_begun = now.seen_begin_s.back() <= now.now.value();
    const bool is_present = now.seen_g_per_kwh.back() == now.intensity.value();
    if (!is_begun || !is_present) throw std::logic_error("the steps seen are not those begun");
    return Decision::one(step, 3);
  }
};

}  // namespace

TEST_CASE(
    "a policy decides on the step that holds when the epoch begins, its first instant included") {
  const std::vector<PolicyInfo> policies{
      {"step", "a test's own", {}, [](PolicyInputs&) { return std::make_unique<StepNumber>(); }}};
  for (const auto fidelity : {Fidelity::event, Fidelity::queue, Fidelity::fluid}) {
    CAPTURE(to_string(fidelity));
    HandBuilt built;
    built.fidelity = fidelity;
    built.accuracy_pct = {70, 75, 80};
    built.service_s = {1e-3, 1e-3, 1e-3};
    built.busy_w = {100, 100, 100};
    built.arrivals = ConstantArrivals{2};
    built.duration_s = 30;
    built.g_per_kwh = {100, 400, 50};  // steps begin at 0, 10 and 20 s
    built.policy = {"step", "step", {}};
    built.epoch_s = 5;  // epochs begin with the steps, and between them
    auto epochs = test::run(built.build(), policies).epochs;
    std::size_t epoch = 0;
    for (const int expected : {0, 0, 1, 1, 2, 2}) {
      CHECK(epochs.at(epoch++).shares[expected] == 1);
    }
    built.epoch_s = 9.5;  // at 0, 9.5, 19 and 28.5 s: just before the steps
    epochs = test::run(built.build(), policies).epochs;
    epoch = 0;
    for (const int expected : {0, 0, 1, 2}) {
      CHECK(epochs.at(epoch++).shares[expected] == 1);
    }
  }
}
