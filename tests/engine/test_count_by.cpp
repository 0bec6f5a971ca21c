#include <doctest/doctest.h>

#include "engine/counted.hpp"
#include "engine/run_totals.hpp"
#include "study/result_codec.hpp"

// The same joules counted by further signals: hand-computed runs, and what must not change.

using namespace cadis;
using test::HandBuilt;

namespace {

constexpr auto fidelities = {Fidelity::event, Fidelity::queue, Fidelity::fluid};

/// Two variants on two hosts over six steps; the policy looks at carbon.
HandBuilt aware(Fidelity fidelity) {
  HandBuilt built;
  built.hosts = 2;
  built.accuracy_pct = {70, 80};
  built.service_s = {2e-3, 5e-3};
  built.busy_w = {150, 300};
  built.duration_s = 60;
  built.epoch_s = 7;
  built.g_per_kwh = {100, 300, 50, 20, 400, 90};
  built.fidelity = fidelity;
  built.policy = {"heuristic", "heuristic", {{"range", std::string("running")}}};
  return built;
}

}  // namespace

TEST_CASE("a batch's joules are counted by the steps of each signal that it runs through") {
  HandBuilt built = test::crossing_batches();
  for (const auto fidelity : {Fidelity::event, Fidelity::queue}) {
    CAPTURE(to_string(fidelity));
    built.fidelity = fidelity;
    auto scenario = built.build();
    scenario.pue = 1.5;
    scenario.count_by = {test::counted_signal(scenario, "fine", {1, 2, 3, 4, 5, 6}),  // each 5 s
                         test::counted_signal(scenario, "third", {100, 400, 50})};
    const auto epochs = test::run(scenario).epochs;
    REQUIRE(epochs.size() == 2);
    const auto g = [](double joules_times_intensity) {
      return 1.5 * joules_times_intensity / 3.6e6;
    };
    const auto near = [](double value) { return doctest::Approx(value).epsilon(1e-12); };
    // 5 s at 10 W; 3 s at 10 W and 2 s at 200 W; 5 s at 200 W
    CHECK(epochs[0].counted_g[0] == near(g(50 * 1 + 430 * 2 + 1000 * 3)));
    CHECK(epochs[0].counted_g[1] == near(g(480 * 100 + 1000 * 400)));
    CHECK(epochs[1].counted_g[0] == near(g(1000 * 4 + 50 * 5 + 50 * 6)));
    CHECK(epochs[1].counted_g[1] == near(g(1000 * 400 + 100 * 50)));
  }
}

TEST_CASE("in fluid the power of an epoch is counted by the steps of each signal in it") {
  HandBuilt built;  // idle 10 W, busy 200 W
  built.fidelity = Fidelity::fluid;
  built.service_s = {0.1};
  built.arrivals = ConstantArrivals{5};  // 105 W
  built.duration_s = 30;
  built.epoch_s = 20;
  built.g_per_kwh = {100};
  auto scenario = built.build();
  scenario.pue = 2;
  scenario.count_by = {test::counted_signal(scenario, "fine", {1, 2, 3, 4, 5, 6}),
                       test::counted_signal(scenario, "odd", {7, 11})};
  const auto epochs = test::run(scenario).epochs;
  REQUIRE(epochs.size() == 2);
  const double g_per_s = 105 * 2 / 3.6e6;
  CHECK(epochs[0].counted_g[0] == doctest::Approx(g_per_s * 5 * (1 + 2 + 3 + 4)).epsilon(1e-12));
  CHECK(epochs[0].counted_g[1] == doctest::Approx(g_per_s * (15 * 7 + 5 * 11)).epsilon(1e-12));
  CHECK(epochs[1].counted_g[0] == doctest::Approx(g_per_s * 5 * (5 + 6)).epsilon(1e-12));
  CHECK(epochs[1].counted_g[1] == doctest::Approx(g_per_s * 10 * 11).epsilon(1e-12));
}

TEST_CASE("a constant signal counts joules x constant x PUE / 3.6e6") {
  for (const Fidelity fidelity : fidelities) {
    CAPTURE(to_string(fidelity));
    Scenario scenario = aware(fidelity).build();
    scenario.pue = 1.25;
    scenario.count_by = {{"flat", CarbonSignal::constant(GramsPerKwh{123}, scenario.duration)},
                         {"nothing", CarbonSignal::constant(GramsPerKwh{0}, scenario.duration)}};
    const RunResult result = test::run(scenario);
    for (const EpochRecord& epoch : result.epochs) {
      CHECK(epoch.counted_g[0] ==
            doctest::Approx(epoch.energy.value() * 123 * 1.25 / 3.6e6).epsilon(1e-12));
      CHECK(epoch.counted_g[1] == 0);
    }
  }
}

TEST_CASE("the signal that policies see gives the same bytes when it only counts") {
  for (const Fidelity fidelity : fidelities) {
    CAPTURE(to_string(fidelity));
    Scenario scenario = aware(fidelity).build();
    scenario.pue = 1.1;
    scenario.count_by = {{"same", scenario.carbon}};
    for (const CsvTable& table : test::tables(scenario, test::run(scenario))) {
      if (table.column("carbon_g")) test::check_same_cells(table, "carbon_same_g", "carbon_g");
    }
  }
}

TEST_CASE("signals that only count are seen by no policy, and move no request") {
  for (const Fidelity fidelity : fidelities) {
    CAPTURE(to_string(fidelity));
    const Scenario plain = aware(fidelity).build();
    Scenario counted = plain;
    counted.count_by = {test::counted_signal(plain, "fine", std::vector<double>(601, 1e3)),
                        test::counted_signal(plain, "opposite", {400, 20, 300, 100, 20, 500})};
    const RunResult expected = test::run(plain), found = test::run(counted);
    test::check_same(expected, found);
    const auto plain_tables = test::tables(plain, expected), tables = test::tables(counted, found);
    for (std::size_t i = 0; i < tables.size(); ++i) {
      CHECK(tables[i].header().size() ==
            plain_tables[i].header().size() + (tables[i].column("carbon_g") ? 2 : 0));
      if (fidelity == Fidelity::fluid) test::check_holds_all_of(tables[i], plain_tables[i]);
    }
    test::check_holds_all_of(tables[2], plain_tables[2]);  // latencies
  }
}

TEST_CASE("counted grams pass between processes to the last bit") {
  Scenario scenario = aware(Fidelity::fluid).build();
  scenario.count_by = {test::counted_signal(scenario, "a", {1.0 / 3, 2.0 / 7}),
                       test::counted_signal(scenario, "b", {1e-300, 1e300})};
  const RunResult result = test::run(scenario);
  const RunResult again = decode_result(encode_result(result));
  for (std::size_t e = 0; e < result.epochs.size(); ++e) {
    REQUIRE(again.epochs[e].counted_g.size() == 2);
    CHECK((again.epochs[e].counted_g == result.epochs[e].counted_g).all());
  }
}
