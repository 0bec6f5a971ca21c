#include <doctest/doctest.h>

#include <cmath>

#include "base/errors.hpp"
#include "base/random.hpp"
#include "engine/run_totals.hpp"

using namespace cadis;
using test::HandBuilt;
using test::run;
using test::totals;

TEST_CASE("batches of at most one are no batching, whatever the wait for company") {
  HandBuilt plain;
  plain.duration_s = 50;
  HandBuilt waiting = plain;
  waiting.max_wait_s = 0.5;
  const auto a = totals(run(plain));
  const auto b = totals(run(waiting));
  CHECK(a.latency_s == b.latency_s);
  CHECK(a.energy_j == b.energy_j);
}

TEST_CASE(
    "energy and requests are conserved with batches, waits, splits and costly switches on several "
    "hosts") {
  for (const double load_s : {-1.0, 0.05}) {
    HandBuilt built;
    built.hosts = 3;
    built.accuracy_pct = {70, 80};
    built.service_s = {2e-3, 5e-3};
    built.busy_w = {150, 300};
    built.max_batch = 8;
    built.max_wait_s = 4e-3;
    built.batch_cost = 0.4;
    built.duration_s = 60;
    built.epoch_s = 7;
    built.g_per_kwh = {100, 300, 50, 20};
    built.load_s = load_s;
    built.policy = {"blind",
                    "blind",
                    {{"shares", std::map<std::string, double>{{"v0", 0.3}, {"v1", 0.7}}},
                     {"spread", std::string("requests")}}};
    const auto result = run(built);
    Eigen::ArrayXd by_variant = Eigen::ArrayXd::Zero(2);
    double served = 0;
    for (const auto& e : result.epochs) {
      by_variant += e.served_by_variant;
      served += e.served;
    }
    CHECK(std::abs(by_variant[0] / served - 0.3) < 0.01);
  }
}

TEST_CASE(
    "a queue limit drops what finds the queue full, a deadline what was not started in time") {
  HandBuilt built;
  built.arrivals = ConstantArrivals{2000};  // twice the capacity
  built.duration_s = 10;
  built.epoch_s = 1;
  auto limited = built.build();
  limited.queue_limit = 5;
  const auto a = test::run(limited);
  CHECK(a.latency.max().value() < 6.1e-3);
  auto hurried = built.build();
  hurried.deadline = Seconds{0.02};
  const auto b = test::run(hurried);
  CHECK(b.latency.max().value() < 0.02 + 1e-3 + 1e-9);
  CHECK(totals(b).dropped == doctest::Approx(0.5 * totals(b).arrivals).epsilon(0.01));
}

TEST_CASE("constant intensity makes grams proportional to joules") {
  HandBuilt built;
  built.duration_s = 50;
  built.g_per_kwh = {360, 360, 360};
  const auto once = totals(run(built));
  CHECK(once.carbon_g == doctest::Approx(once.energy_j * 360 / 3.6e6).epsilon(1e-12));
}

TEST_CASE(
    "intensities k times as high make k times the grams and change no decision, whatever the "
    "range") {
  RandomStream random(5, "scaling");
  for (const std::string range : {"trailing", "running", "hindsight"}) {
    for (int i = 0; i < 5; ++i) {
      HandBuilt built;
      built.fidelity = i == 0 ? Fidelity::event : Fidelity::fluid;
      built.accuracy_pct = {70, 75, 80};
      built.service_s = {1e-3, 1.5e-3, 4e-3};
      built.busy_w = {150, 200, 200};
      built.arrivals = PoissonArrivals{100};
      built.duration_s = 240;
      built.epoch_s = 10;
      built.policy = {"heuristic", "heuristic", {{"range", range}, {"window", Seconds{60}}}};
      built.g_per_kwh.clear();
      for (int step = 0; step < 24; ++step) built.g_per_kwh.push_back(500 * random.uniform());
      const double k = std::exp(10 * random.uniform() - 5);
      const auto once = run(built);
      for (double& value : built.g_per_kwh) value *= k;
      const auto scaled = run(built);
      CAPTURE(range);
      CAPTURE(k);
      Eigen::ArrayXd used = Eigen::ArrayXd::Zero(3);
      for (std::size_t e = 0; e < once.epochs.size(); ++e) {
        CHECK((scaled.epochs[e].shares == once.epochs[e].shares).all());
        CHECK(scaled.epochs[e].energy == once.epochs[e].energy);
        CHECK(scaled.epochs[e].carbon.value() ==
              doctest::Approx(k * once.epochs[e].carbon.value()).epsilon(1e-12));
        used += once.epochs[e].shares;
      }
      CHECK((used > 0).all());  // or there was nothing to change
    }
  }
}

TEST_CASE("fluid equals the contract's formula on random traces") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    RandomStream random(seed, "test");
    HandBuilt built;
    built.fidelity = Fidelity::fluid;
    built.hosts = 1 + seed % 3;
    built.max_batch = 4;
    built.batch_cost = 0.5;
    built.g_per_kwh.clear();
    for (int i = 0; i < 30; ++i) built.g_per_kwh.push_back(500 * random.uniform());
    const double rate = 300 * random.uniform();
    built.arrivals = PoissonArrivals{rate};
    const auto result = run(built);
    const double k = static_cast<double>(built.hosts);
    const double busy_s = rate * built.epoch_s * (1e-3 * 2.5) / 4;
    const double joules = 10 * (k * built.epoch_s - busy_s) + 200 * busy_s;
    for (std::size_t e = 0; e < result.epochs.size(); ++e) {
      double mean = 0;
      for (std::size_t i = 0; i < 3; ++i) mean += built.g_per_kwh[3 * e + i] / 3;
      CHECK(result.epochs[e].energy.value() == doctest::Approx(joules).epsilon(1e-9));
      CHECK(result.epochs[e].carbon.value() ==
            doctest::Approx(joules * mean / 3.6e6).epsilon(1e-9));
      CHECK(result.epochs[e].served == doctest::Approx(rate * built.epoch_s).epsilon(1e-12));
    }
  }
}

TEST_CASE("fluid keeps what capacity cannot serve") {
  HandBuilt built;
  built.fidelity = Fidelity::fluid;
  built.arrivals = ConstantArrivals{1500};
  const auto result = run(built);
  CHECK(result.epochs[0].served == doctest::Approx(1000 * built.epoch_s));
  CHECK(result.epochs[0].queued == doctest::Approx(500 * built.epoch_s));
  CHECK(result.epochs[0].energy.value() == doctest::Approx(200 * built.epoch_s));
}

TEST_CASE("under constant intensity heuristic and its blind mix cost the same") {
  HandBuilt built;
  built.fidelity = Fidelity::fluid;
  built.accuracy_pct = {70, 75, 80};
  built.service_s = {1e-4, 3e-4, 9e-4};
  built.busy_w = {200, 200, 200};
  built.policy = {"heuristic", "heuristic", {}};
  const auto aware = run(built);
  const Eigen::ArrayXd mix = aware.epochs[0].shares;
  built.policy = {
      "blind",
      "blind",
      {{"shares", std::map<std::string, double>{{"v0", mix[0]}, {"v1", mix[1]}, {"v2", mix[2]}}}}};
  CHECK(totals(run(built)).carbon_g == doctest::Approx(totals(aware).carbon_g).epsilon(1e-12));
}

TEST_CASE(
    "a latency equal to the objective is no violation, and a start at the deadline no drop, "
    "wherever the clock stands") {
  HandBuilt built;
  built.service_s = {0.1};
  built.arrivals = ConstantArrivals{1};
  built.duration_s = 3600;
  auto scenario = built.build();
  scenario.slo = Seconds{0.1};
  CHECK(totals(test::run(scenario)).slo_violations == 0);
  built.arrivals = ConstantArrivals{10};  // each would start the moment the one before ends
  scenario = built.build();
  scenario.deadline = Seconds{0.1};
  CHECK(totals(test::run(scenario)).dropped == 0);
}

namespace {

/// Half v0 and half v1 in the first epoch, half v0 and half v2 from then on.
class ChangingMix : public Policy {
 public:
  Decision decide(const Observation& now) override {
    Eigen::ArrayXd shares = Eigen::ArrayXd::Zero(3);
    shares[0] = 0.5;
    shares[now.epoch == 0 ? 1 : 2] = 0.5;
    return Decision::mix(shares);
  }
};

}  // namespace

TEST_CASE("a fleet larger than one helper's share runs alike in event, queue and fluid") {
  HandBuilt built;
  built.hosts = 150;
  built.duration_s = 3;
  built.epoch_s = 0.5;
  built.service_s = {0.05};
  built.arrivals = PoissonArrivals{0.6 * 150 / 0.05};
  const auto sum = totals(run(built));  // event, and queue compared with it
  CHECK(sum.served > 4000);
  built.fidelity = Fidelity::fluid;
  const auto fluid = totals(run(built));
  CHECK(fluid.energy_j == doctest::Approx(3 * 150 * (0.4 * 10 + 0.6 * 200)).epsilon(1e-9));
  CHECK(sum.energy_j == doctest::Approx(fluid.energy_j).epsilon(0.05));
}

TEST_CASE("what a policy throws comes out of a large fleet's run, too") {
  class Failing : public Policy {
   public:
    Decision decide(const Observation& now) override {
      if (now.epoch == 2) throw PolicyError("no idea");
      return Decision::one(0, 1);
    }
  };
  const std::vector<PolicyInfo> policies{
      {"failing", "a test's own", {}, [](PolicyInputs&) { return std::make_unique<Failing>(); }}};
  for (const Fidelity fidelity : {Fidelity::event, Fidelity::queue, Fidelity::fluid}) {
    HandBuilt built;
    built.hosts = 150;
    built.fidelity = fidelity;
    built.duration_s = 10;
    built.epoch_s = 1;
    built.policy = {"failing", "failing", {}};
    CHECK_THROWS_WITH_AS(run_isolated(built.build(), policies), "no idea", PolicyError);
  }
}

TEST_CASE(
    "a variant loaded for an earlier mix serves nothing in an epoch whose mix leaves it out") {
  const std::vector<PolicyInfo> policies{{"changing", "a test's own", {}, [](PolicyInputs&) {
                                            return std::make_unique<ChangingMix>();
                                          }}};
  HandBuilt built;
  built.accuracy_pct = {70, 75, 80};
  built.service_s = {1e-3, 1e-3, 1e-3};
  built.busy_w = {100, 100, 100};
  built.duration_s = 3;
  built.epoch_s = 1;
  built.load_s = 0.5;
  built.arrivals = TimestampArrivals{
      {0.0, 0.7}};  // the second starts a load of v1 that ends in the second epoch
  built.policy = {"changing", "changing", {}};
  const auto result = test::run(built.build(), policies);
  CHECK(result.epochs[0].served == 1);
  CHECK(result.epochs[1].served_by_variant[1] + result.epochs[2].served_by_variant[1] == 0);
  CHECK(totals(result).served == 2);
}

TEST_CASE(
    "a latency a hair above the objective is a violation, and a wait above the deadline a drop") {
  HandBuilt built;
  built.service_s = {0.1};
  built.arrivals = ConstantArrivals{1};
  built.duration_s = 100;
  auto scenario = built.build();
  scenario.slo = Seconds{0.1 - 1e-7};
  CHECK(totals(test::run(scenario)).slo_violations == 100);
  built.arrivals = TimestampArrivals{{1, 1}};  // the second would start after 0.1 s
  scenario = built.build();
  scenario.deadline = Seconds{0.1 - 1e-7};
  CHECK(totals(test::run(scenario)).dropped == 1);
}

TEST_CASE("a batch waits for company as long as stated, and takes the time of its size") {
  HandBuilt built;  // 200 W busy, 10 W idle
  built.service_s = {1};
  built.batch_cost = 0.5;  // 1, 1.5, 2 s
  built.max_batch = 3;
  built.max_wait_s = 0.4;
  built.duration_s = built.epoch_s = 20;
  // Two wait until 1.4 s and end at 2.9 s. At 5.3 s three are complete: they end at 7.3 s. One
  // alone waits until 10.4 s and ends at 11.4 s.
  built.arrivals = TimestampArrivals{{1, 1.1, 5, 5.2, 5.3, 10}};
  const auto result = run(built);
  CHECK(totals(result).latency_s ==
        doctest::Approx(1.9 + 1.8 + 2.3 + 2.1 + 2 + 1.4).epsilon(1e-12));
  CHECK(totals(result).energy_j ==
        doctest::Approx(200 * (1.5 + 2 + 1) + 10 * (20 - 4.5)).epsilon(1e-12));
}

namespace {

/// v0 in the first epoch, then v1, v2 and v0 again.
class InTurn : public Policy {
 public:
  Decision decide(const Observation& now) override { return Decision::one(now.epoch % 3, 3); }
};

}  // namespace

TEST_CASE(
    "a change draws the power of the variant loaded for its time, and is free between residents") {
  const std::vector<PolicyInfo> policies{
      {"in-turn", "a test's own", {}, [](PolicyInputs&) { return std::make_unique<InTurn>(); }}};
  HandBuilt built;  // 10 W idle
  built.accuracy_pct = {70, 75, 80};
  built.service_s = {1, 1, 1};
  built.busy_w = {200, 200, 200};
  built.arrivals = TimestampArrivals{{}};
  built.duration_s = 40;
  built.epoch_s = 10;
  built.load_s = 1;
  built.policy = {"in-turn", "in-turn", {}};
  Scenario scenario = built.build();
  scenario.loads = {Load{Seconds{1}, Watts{30}}, Load{Seconds{2}, Watts{50}},
                    Load{Seconds{4}, Watts{70}}};
  auto sum = totals(test::run(scenario, policies));
  CHECK(sum.switches == 3);
  // v1, v2 and v0: 2 s at 50 W, 4 s at 70 W and 1 s at 30 W; at rest the other 33 s.
  CHECK(sum.energy_j == doctest::Approx(100 + 280 + 30 + 330).epsilon(1e-12));
  scenario.hosts[0].resident = {true, true, false};  // from v0 to v1 alone both are
  const RunResult result = test::run(scenario, policies);
  CHECK(totals(result).switches == 3);
  CHECK(result.epochs[1].switch_energy.value() == 0);
  CHECK(result.epochs[2].switch_energy.value() == doctest::Approx(280).epsilon(1e-12));
  CHECK(result.epochs[3].switch_energy.value() == doctest::Approx(30).epsilon(1e-12));
}

TEST_CASE("a run tells its policy what each variant served since its start") {
  HandBuilt built;
  built.accuracy_pct = {70, 80};
  built.service_s = {0.1, 0.1};
  built.busy_w = {200, 200};
  built.arrivals = ConstantArrivals{1};
  built.duration_s = 80;
  built.epoch_s = 10;
  built.policy = {"blind",
                  "blind",
                  {{"shares", std::map<std::string, double>{{"v0", 0.25}, {"v1", 0.75}}},
                   {"spread", std::string("epochs")}}};
  for (const auto fidelity : {Fidelity::event, Fidelity::fluid}) {
    CAPTURE(to_string(fidelity));
    built.fidelity = fidelity;
    std::string order;
    for (const auto& epoch : run(built).epochs) order += epoch.shares[0] == 1 ? '0' : '1';
    // After 10 by v1, v0 is 2.5 behind; after 10 each, v1 is 5; after 10 and 20, 2.5; then none,
    // and v1 has the larger share.
    CHECK(order == "10111011");
  }
}

TEST_CASE("fluid counts a change on every host, and those within a split epoch") {
  HandBuilt built;
  built.fidelity = Fidelity::fluid;
  built.hosts = 3;
  built.accuracy_pct = {70, 80};
  built.service_s = {1e-3, 1e-3};
  built.busy_w = {200, 200};
  built.arrivals = ConstantArrivals{100};
  built.duration_s = 30;
  built.epoch_s = 10;
  built.policy = {
      "blind", "blind", {{"shares", std::map<std::string, double>{{"v0", 0.5}, {"v1", 0.5}}}}};
  const auto epochs = run(built).epochs;
  CHECK(epochs[0].switches == 3);  // from v0 to v1
  CHECK(epochs[1].switches == 6);  // back to v0, and to v1
  CHECK(epochs[2].switches == 6);
}

TEST_CASE("in fluid, too, the larger share of a first split is loaded before the run") {
  HandBuilt built;
  built.fidelity = Fidelity::fluid;
  built.accuracy_pct = {70, 80};
  built.service_s = {0.1, 0.2};
  built.busy_w = {100, 100};
  built.arrivals = ConstantArrivals{0.1};
  built.duration_s = 20;
  built.epoch_s = 10;
  built.policy = {"blind",
                  "blind",
                  {{"shares", std::map<std::string, double>{{"v0", 0.25}, {"v1", 0.75}}},
                   {"spread", std::string("requests")}}};
  const auto epochs = run(built).epochs;
  CHECK(epochs[0].switches == 2);  // from v1 to v0, and back
  CHECK(epochs[1].switches == 2);
}

TEST_CASE("what the first decision asks for is loaded before the run, free of charge") {
  HandBuilt built;  // 10 W idle
  built.accuracy_pct = {70, 80};
  built.service_s = {1, 2};
  built.busy_w = {200, 200};
  built.arrivals = TimestampArrivals{{0, 5}};
  built.duration_s = 10;
  built.epoch_s = 5;
  built.load_s = 1;
  built.policy = {"static-large", "static-large", {}};
  const auto sum = totals(run(built));
  CHECK(sum.switches == 0);
  CHECK(sum.latency_s == doctest::Approx(2 + 2).epsilon(1e-12));
  CHECK(sum.energy_j == doctest::Approx(200 * 4 + 10 * 6).epsilon(1e-12));
}
