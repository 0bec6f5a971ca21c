#include <doctest/doctest.h>

#include <cmath>

#include "base/errors.hpp"
#include "policies/hull.hpp"
#include "policies/small_scenario.hpp"

using namespace cadis;
using namespace cadis::tests;

namespace {

using List = std::vector<std::size_t>;

Small four(const std::string& policy, std::map<std::string, ParamValue> params) {
  Small small;
  small.accuracy_pct = {70, 71, 75, 78};  // b lies below the line from a to c
  small.energy_j = {1, 1.8, 2, 4};
  small.g_per_kwh = {100, 300, 200, 50};
  small.requests = {100, 100, 100, 100};
  small.policy = {policy, policy, std::move(params)};
  return small;
}

/// Four variants on a device that has a second pstate, of half the speed.
Scenario with_slow_pstate() {
  Scenario scenario = small_scenario(four("static-small", {}));
  Device& device = scenario.devices[0];
  device.idle = Watts{100};
  device.busy = Watts{4000};
  device.pstates = {{1, Watts{100}, Watts{4000}}, {0.5, Watts{60}, Watts{2010}}};
  return scenario;
}

Eigen::ArrayXd first_row(const Outcome& outcome) { return outcome.shares.row(0).transpose(); }

}  // namespace

TEST_CASE("the hull leaves out what a mix of others does better") {
  CHECK(policies::accuracy_hull(array({1, 1.8, 2, 4}), array({70, 71, 75, 78})) == List{0, 2, 3});
  CHECK(policies::accuracy_hull(array({1, 2, 3}), array({70, 72, 74})) ==
        List{0, 2});  // on the line
  CHECK(policies::accuracy_hull(array({3, 2, 1}), array({70, 72, 71})) == List{2, 1});  // c beats a
  CHECK(policies::accuracy_hull(array({1, 1}), array({70, 72})) == List{1});
  CHECK(policies::accuracy_hull(array({0, 0, 0}), array({70, 74, 74})) == List{1});
  CHECK(policies::accuracy_hull(array({1, 2, 3}), array({70, 72, 74}), {1}) == List{1});
}

TEST_CASE("static-small, static-large and static run one variant always") {
  CHECK(play(small_scenario(four("static-small", {}))).accuracy_pct == 70);
  CHECK(play(small_scenario(four("static-large", {}))).accuracy_pct == 78);
  CHECK(play(small_scenario(four("static", {{"variant", "b"}}))).accuracy_pct == 71);
  CHECK_THROWS_AS(play(small_scenario(four("static", {}))), ConfigError);
  CHECK_THROWS_WITH_AS(play(small_scenario(four("static", {{"variant", "e"}}))),
                       doctest::Contains("known: a, b, c, d"), ConfigError);
}

TEST_CASE("blind gives the same mix in every epoch") {
  const std::map<std::string, double> shares{{"a", 0.25}, {"d", 0.75}};
  const auto outcome = play(small_scenario(four("blind", {{"shares", shares}})));
  for (Eigen::Index e = 0; e < 4; ++e) {
    CHECK((outcome.shares.row(e).transpose() == array({0.25, 0, 0, 0.75})).all());
  }
  CHECK_FALSE(outcome.peeks);
  CHECK(std::isnan(outcome.gap_g));
}

TEST_CASE("blind by epochs runs one variant an epoch, the one furthest behind its share") {
  const std::map<std::string, double> shares{{"a", 0.25}, {"d", 0.75}};
  const auto outcome =
      play(small_scenario(four("blind", {{"shares", shares}, {"spread", "epochs"}})));
  List chosen;
  for (Eigen::Index e = 0; e < 4; ++e) chosen.push_back(variant_of({outcome.shares.row(e)}));
  // After d: a is 25 behind; after d, a: d is 50 behind; after d, a, d: d is 25 behind.
  CHECK(chosen == List{3, 0, 3, 3});
}

TEST_CASE("shares must name variants of the pool and sum to 1") {
  using Shares = std::map<std::string, double>;
  CHECK_THROWS_AS(play(small_scenario(four("blind", {}))), ConfigError);
  CHECK_THROWS_WITH_AS(play(small_scenario(four("blind", {{"shares", Shares{{"a", 0.5}}}}))),
                       doctest::Contains("a sum of 0.5"), ConfigError);
  CHECK_THROWS_AS(play(small_scenario(four("blind", {{"shares", Shares{{"a", 2}, {"b", -1}}}}))),
                  ConfigError);
  CHECK_THROWS_WITH_AS(play(small_scenario(four("blind", {{"shares", Shares{{"e", 1}}}}))),
                       doctest::Contains("no such variant in the pool"), ConfigError);
}

TEST_CASE("static-mix meets its accuracy exactly, with the two neighbours on the hull") {
  const auto mix = [](double accuracy_pct) {
    return play(small_scenario(four("static-mix", {{"accuracy_pct", accuracy_pct}})));
  };
  CHECK(first_row(mix(72.5)).isApprox(array({0.5, 0, 0.5, 0})));
  CHECK(first_row(mix(76)).isApprox(array({0, 0, 2.0 / 3, 1.0 / 3})));
  CHECK((first_row(mix(75)) == array({0, 0, 1, 0})).all());
  CHECK((first_row(mix(70)) == array({1, 0, 0, 0})).all());
  CHECK((first_row(mix(78)) == array({0, 0, 0, 1})).all());
  CHECK((first_row(mix(78 + 1e-10)) == array({0, 0, 0, 1})).all());
  for (double wanted = 70; wanted <= 78; wanted += 0.37) {
    CHECK(mix(wanted).accuracy_pct == doctest::Approx(wanted).epsilon(1e-14));
  }
}

TEST_CASE("static-mix below the pool takes the cheapest variant, above it says what is reachable") {
  CHECK(first_row(play(small_scenario(four("static-mix", {{"accuracy_pct", 10.0}}))))[0] == 1);
  CHECK_THROWS_WITH_AS(play(small_scenario(four("static-mix", {{"accuracy_pct", 78.1}}))),
                       doctest::Contains("highest reachable is 78 % (d)"), PolicyError);
  CHECK_THROWS_AS(play(small_scenario(four("static-mix", {}))), ConfigError);
}

TEST_CASE("idle power leaves the marginal energy and raises nothing else") {
  Small small = four("static-small", {});
  small.idle_w = 100;  // 0.1 J in a millisecond
  const Pool pool = make_pool(small_scenario(small));
  CHECK(pool.energy_j.isApprox(array({1, 1.8, 2, 4})));
  CHECK(pool.marginal_energy_j.isApprox(array({0.9, 1.7, 1.9, 3.9})));
  CHECK(pool.capacity_rps.isApprox(array({1000, 1000, 1000, 1000})));
}

TEST_CASE("a slower pstate stretches time and scales power between idle and busy") {
  Scenario scenario = with_slow_pstate();
  scenario.hosts = {{"small-0", 0, 1, Watts{100}, {}}, {"small-1", 0, 0, Watts{100}, {}}};
  const Pool pool = make_pool(scenario);
  // 1000 W at full speed is 900/3900 of the way from idle to busy: 60 + 450 W for 2 ms.
  CHECK(pool.energy_j[0] == doctest::Approx(1.02));
  CHECK(pool.marginal_energy_j[0] == doctest::Approx(0.9));
  CHECK(pool.capacity_rps[0] == doctest::Approx(1500));
}

TEST_CASE("a mix keeps to whole epochs where changing variants takes time, unless told otherwise") {
  const auto rows_split = [](Scenario scenario) {
    const auto outcome = play(scenario);
    int split = 0;
    for (Eigen::Index e = 0; e < outcome.shares.rows(); ++e)
      split += outcome.shares.row(e).maxCoeff() < 1 ? 1 : 0;
    return split;
  };
  for (const std::string name : {"blind", "static-mix"}) {
    CAPTURE(name);
    std::map<std::string, ParamValue> params{{"accuracy_pct", 72.5}};
    if (name == "blind")
      params = {{"shares", std::map<std::string, double>{{"a", 0.25}, {"d", 0.75}}}};
    auto small = four(name, params);
    small.fidelity = Fidelity::event;
    Scenario scenario = small_scenario(small);
    CHECK(rows_split(scenario) == 4);
    scenario.loads[2] = Load{Seconds{0.1}, Watts{5}};
    CHECK(rows_split(scenario) == 0);
    scenario.hosts[0].resident.assign(4, true);
    CHECK(rows_split(scenario) == 4);
    scenario.hosts[0].resident.assign(4, false);
    scenario.policy.params["spread"] = std::string("requests");
    CHECK(rows_split(scenario) == 4);
  }
}

TEST_CASE("static-mix mixes by the energy above idle, which is what a choice of variant changes") {
  // Above idle (100 W for 1, 8 and 1 ms) 0.9, 1.8 and 3.9 J: b lies above the line from a to c, 2.4
  // J at its accuracy. With the idle part, 2.6 J, it would lie below.
  Small small = four("static-mix", {{"accuracy_pct", 75.0}});
  small.accuracy_pct = {70, 75, 80};
  small.energy_j = {1, 2.6, 4};
  small.service_s = {1e-3, 8e-3, 1e-3};
  small.idle_w = 100;
  CHECK((first_row(play(small_scenario(small))) == array({0, 1, 0})).all());
}

TEST_CASE("the energy above idle is above the host's own idle power, with its resident model") {
  Small small = four("static-small", {});
  small.idle_w = 100;
  Scenario scenario = small_scenario(small);
  scenario.hosts[0].idle = Watts{300};  // 0.3 J in a millisecond
  CHECK(make_pool(scenario).marginal_energy_j.isApprox(array({0.7, 1.5, 1.7, 3.7})));
}

TEST_CASE(
    "a pool's figures are per request, of a full batch, and its capacity is that of all hosts") {
  Small small = four("static-small", {});
  small.idle_w = 100;
  Scenario scenario = small_scenario(small);
  scenario.max_batch = 2;
  std::vector<Service> services;
  for (const Service& one : scenario.services) {  // two in 1.6 times the time of one
    services.push_back(one);
    services.push_back({one.time * 1.6, one.power});
  }
  scenario.services = services;
  scenario.hosts.push_back(scenario.hosts[0]);
  const Pool pool = make_pool(scenario);
  CHECK(pool.energy_j.isApprox(array({0.8, 1.44, 1.6, 3.2})));
  CHECK(pool.marginal_energy_j.isApprox(array({0.72, 1.36, 1.52, 3.12})));
  CHECK(pool.capacity_rps.isApprox(array({2500, 2500, 2500, 2500})));  // 2 hosts, 2 in 1.6 ms
}

TEST_CASE("what a resident model adds at rest stays in a slower pstate, and work is above it") {
  Scenario scenario = with_slow_pstate();
  scenario.hosts = {{"small-0", 0, 1, Watts{150}, {}}};  // 50 W more than no process
  const Pool pool = make_pool(scenario);
  // At rest 60 + 50 = 110 W. 1000 W at full speed is 850/3850 of the way from 150 W to busy, and
  // so many of the 1900 W between 110 W and 2010 W there, for 2 ms.
  const double above_w = 1900 * 850 / 3850.0;
  CHECK(pool.marginal_energy_j[0] == doctest::Approx(above_w * 2e-3).epsilon(1e-12));
  CHECK(pool.energy_j[0] == doctest::Approx((110 + above_w) * 2e-3).epsilon(1e-12));
}

TEST_CASE("the cheapest and the dearest variant are those of a request's whole busy energy") {
  // 1, 1.2 and 4 J, of which 0.1, 0.8 and 3.9 J would have been drawn at rest: above it b is the
  // cheapest and a the dearest.
  Small small = four("static-small", {});
  small.accuracy_pct = {70, 75, 80};
  small.energy_j = {1, 1.2, 4};
  small.service_s = {1e-3, 8e-3, 39e-3};
  small.idle_w = 100;
  CHECK(play(small_scenario(small)).accuracy_pct == 70);
  small.policy = {"static-large", "static-large", {}};
  CHECK(play(small_scenario(small)).accuracy_pct == 80);
}

TEST_CASE("changes of variant are paid for in event and in queue, and not in fluid") {
  Small small = four("static-small", {});
  for (const auto fidelity : {Fidelity::event, Fidelity::queue, Fidelity::fluid}) {
    CAPTURE(to_string(fidelity));
    small.fidelity = fidelity;
    Scenario scenario = small_scenario(small);
    CHECK_FALSE(PolicyInputs(scenario).pays_for_changes());
    scenario.loads[2] = Load{Seconds{0.1}, Watts{5}};
    CHECK(PolicyInputs(scenario).pays_for_changes() == (fidelity != Fidelity::fluid));
  }
}

TEST_CASE("a change to a resident variant costs its load where the one before is not resident") {
  // Both must be resident for a free change: from b, which has no load row, to a, which has one.
  Small small = four("blind", {{"shares", std::map<std::string, double>{{"a", 0.5}, {"b", 0.5}}}});
  small.fidelity = Fidelity::event;
  Scenario scenario = small_scenario(small);
  scenario.loads[0] = Load{Seconds{2}, Watts{5}};
  scenario.hosts[0].resident = {true, false, false, false};
  CHECK(PolicyInputs(scenario).pays_for_changes());
}
