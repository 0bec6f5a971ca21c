#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/errors.hpp"
#include "policies/small_scenario.hpp"

using namespace cadis;
using namespace cadis::tests;

namespace {

Small with_floor(Small small, double accuracy_pct) {
  small.policy = {"oracle", "oracle", {{"accuracy_pct", accuracy_pct}}};
  return small;
}

/// One way to serve one epoch.
struct Choice {
  double grams, accuracy;  ///< totals over its requests
};

/// Least grams at the floor by trying everything: every assignment of variants to epochs, and for
/// every epoch every split between two variants that meets the floor exactly. Infinity where
/// nothing meets it.
class BruteForce {
 public:
  BruteForce(const Small& small, double floor_pct)
      : wanted_(floor_pct * array(small.requests).sum()) {
    for (std::size_t e = 0; e < small.requests.size(); ++e) {
      std::vector<Choice> choices;
      for (std::size_t v = 0; v < small.energy_j.size(); ++v) {
        const double n = small.requests[e];
        const double time_s = small.service_s.empty() ? 0 : small.service_s[v];
        if (n * time_s > small.epoch_s * (1 + 1e-12)) continue;
        choices.push_back({small.energy_j[v] * small.g_per_kwh[e] * n / joules_per_kwh,
                           small.accuracy_pct[v] * n});
      }
      epochs_.push_back(choices);
    }
    assign(0, epochs_.size(), {0, 0});
    for (std::size_t split = 0; split < epochs_.size(); ++split) assign(0, split, {0, 0});
  }
  [[nodiscard]] double grams() const { return best_; }

 private:
  void assign(std::size_t epoch, std::size_t split, Choice sum) {
    if (epoch == epochs_.size())
      return split == epochs_.size() ? take_whole(sum) : take_split(split, sum);
    if (epoch == split) return assign(epoch + 1, split, sum);
    for (const auto& one : epochs_[epoch]) {
      assign(epoch + 1, split, {sum.grams + one.grams, sum.accuracy + one.accuracy});
    }
  }
  void take_whole(Choice sum) {
    if (sum.accuracy >= wanted_ * (1 - 1e-13)) best_ = std::min(best_, sum.grams);
  }
  void take_split(std::size_t split, Choice rest) {
    for (const auto& low : epochs_[split]) {
      for (const auto& high : epochs_[split]) {
        const double part =
            (wanted_ - rest.accuracy - low.accuracy) / (high.accuracy - low.accuracy);
        if (part >= 0 && part <= 1)
          best_ = std::min(best_, rest.grams + low.grams + part * (high.grams - low.grams));
      }
    }
  }

  std::vector<std::vector<Choice>> epochs_;
  double wanted_;
  double best_ = std::numeric_limits<double>::infinity();
};

/// Service times such that dear variants fail in busy epochs, while the cheapest serves all of
/// them.
void bind_capacity(Small& small, RandomStream& random) {
  const auto cheapest =
      std::min_element(small.energy_j.begin(), small.energy_j.end()) - small.energy_j.begin();
  for (std::size_t v = 0; v < small.energy_j.size(); ++v)
    small.service_s.push_back(3 + 8 * random.uniform());
  small.service_s[static_cast<std::size_t>(cheapest)] = 3.6;
}

int splits(const Outcome& outcome) {
  int count = 0;
  for (Eigen::Index e = 0; e < outcome.shares.rows(); ++e)
    count += outcome.shares.row(e).maxCoeff() < 1 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("the oracle is as good as trying everything, and splits one epoch at most") {
  RandomStream random(11, "oracle");
  int reached = 0, bound = 0;
  for (int i = 0; i < 200; ++i) {
    Small small = random_small(random);
    if (i % 3 == 0) bind_capacity(small, random);
    const auto [low, high] =
        std::minmax_element(small.accuracy_pct.begin(), small.accuracy_pct.end());
    const double floor_pct = *low - 1 + (*high - *low + 1) * random.uniform();
    const double expected = BruteForce(small, floor_pct).grams();
    CAPTURE(i);
    const auto scenario = small_scenario(with_floor(small, floor_pct));
    if (!std::isfinite(expected)) {
      CHECK_THROWS_AS(play(scenario), PolicyError);
      ++bound;
      continue;
    }
    ++reached;
    const auto outcome = play(scenario);
    CHECK(std::abs(outcome.grams - expected) <= 1e-10 * expected + 1e-15);
    CHECK(outcome.accuracy_pct >= floor_pct * (1 - 1e-13));
    CHECK(splits(outcome) <= 1);
    if (i % 3 != 0) CHECK(outcome.gap_g == 0);
    CHECK(outcome.gap_g >= 0);
    CHECK(outcome.peeks);
  }
  CHECK(reached > 150);
  CHECK(bound > 0);  // or capacity never was the reason
}

TEST_CASE("no shipped policy beats the oracle at its own accuracy") {
  RandomStream random(12, "oracle");
  for (int i = 0; i < 100; ++i) {
    Small small = random_small(random);
    std::map<std::string, double> shares;
    double sum = 0;
    for (std::size_t v = 0; v < small.energy_j.size(); ++v) {
      sum += shares[std::string(1, static_cast<char>('a' + v))] = random.uniform();
    }
    for (auto& [name, share] : shares) share /= sum;
    const double middle_pct =
        (array(small.accuracy_pct).minCoeff() + array(small.accuracy_pct).maxCoeff()) / 2;
    const std::vector<PolicySpec> others = {
        {"static-small", "", {}},
        {"static-large", "", {}},
        {"static", "", {{"variant", "a"}}},
        {"heuristic", "", {}},
        {"heuristic", "", {{"range", "running"}}},
        {"heuristic", "", {{"range", "hindsight"}}},
        {"as-printed", "", {}},
        {"blind", "", {{"shares", shares}}},
        {"blind", "", {{"shares", shares}, {"spread", "epochs"}}},
        {"static-mix", "", {{"accuracy_pct", middle_pct}}},
    };
    for (const auto& other : others) {
      small.policy = other;
      const auto theirs = play(small_scenario(small));
      const auto ours = play(small_scenario(with_floor(small, theirs.accuracy_pct)));
      CAPTURE(other.name);
      CHECK(ours.grams <= theirs.grams * (1 + 1e-9) + 1e-15);
      CHECK(ours.accuracy_pct >= theirs.accuracy_pct - 1e-9);
    }
  }
}

TEST_CASE(
    "the oracle buys accuracy where it is cleanest, and rounds up to whole requests in event") {
  Small small{{70, 80}, {1, 2}, {100, 300}, {10, 10}};
  const auto fluid = play(small_scenario(with_floor(small, 72.25)));  // 4.5 of 20 requests by b
  CHECK(fluid.shares(0, 1) == doctest::Approx(0.45));
  CHECK(fluid.shares(1, 1) == 0);
  CHECK(fluid.gap_g == 0);
  small.fidelity = Fidelity::event;
  const auto event = play(small_scenario(with_floor(small, 72.25)));
  CHECK(event.shares(0, 1) == doctest::Approx(0.5));
  CHECK(event.gap_g == doctest::Approx(0.5 * 100 / joules_per_kwh));
  CHECK(event.grams - fluid.grams == doctest::Approx(event.gap_g));
  CHECK(play(small_scenario(with_floor(small, 72.5))).gap_g ==
        doctest::Approx(0));  // 5 requests exactly
}

TEST_CASE("accuracy that costs no grams is taken first") {
  const Small small{{70, 80}, {1, 2}, {100, 0}, {10, 10}};
  const auto outcome = play(small_scenario(with_floor(small, 70)));
  CHECK(outcome.shares(0, 0) == 1);
  CHECK(outcome.shares(1, 1) == 1);
}

TEST_CASE("an accuracy out of reach is refused with the highest that is") {
  const Small small{{70, 80}, {1, 2}, {100, 300}, {10, 10}};
  CHECK_THROWS_WITH_AS(play(small_scenario(with_floor(small, 80.1))), doctest::Contains("is 80 %"),
                       PolicyError);
  CHECK(play(small_scenario(with_floor(small, 80))).accuracy_pct == 80);
  Small busy = small;
  busy.service_s = {1, 400};  // b serves 9 an hour
  CHECK_THROWS_WITH_AS(play(small_scenario(with_floor(busy, 71))), doctest::Contains("is 70 %"),
                       PolicyError);
  CHECK_THROWS_AS(
      build_policy(
          small_scenario({{70}, {1}, {1}, {1}, {}, 3600, 0, Fidelity::fluid, {"oracle", "", {}}}),
          policies::registry()),
      ConfigError);
}

TEST_CASE("where nothing keeps up the oracle serves what it can and states no gap") {
  Small small{{70, 80}, {1, 2}, {100, 300}, {10, 10}};
  small.service_s = {600, 500};
  const auto outcome = play(small_scenario(with_floor(small, 75)));
  CHECK((outcome.shares.col(1) == 1).all());
  CHECK(std::isnan(outcome.gap_g));
}

TEST_CASE("where capacity leaves a variant out, the gap is what mixing it in would save") {
  // Ten requests in 3600 s: a takes 100 s each, b 400 s and so serves nine at most alone, c 300 s.
  Small small{{70, 80, 76}, {1, 2, 2}, {100}, {10}};
  small.service_s = {100, 400, 300};
  const auto outcome = play(small_scenario(with_floor(small, 73)));
  CHECK(outcome.shares(0, 2) == doctest::Approx(0.5));  // halfway from a to c: 1.5 J
  // With b: at most 260 / 300 of the requests; 0.3 of them give 73 % at 1.3 J.
  CHECK(outcome.gap_g == doctest::Approx(10 * 0.2 * 100 / joules_per_kwh));
  CHECK_THROWS_WITH_AS(play(small_scenario(with_floor(small, 77))),
                       doctest::Contains("variants that serve it alone"), PolicyError);
}

TEST_CASE("in event the oracle states a gap only where its prices are the simulation's") {
  Small small{{70, 80}, {1, 2}, {100, 300}, {10, 10}};
  small.fidelity = Fidelity::event;
  auto scenario = small_scenario(with_floor(small, 72));
  CHECK(play(scenario).gap_g == doctest::Approx(0));
  scenario.hosts[0].resident = {false, false};
  scenario.loads[1] = Load{Seconds{0.1}, Watts{5}};
  CHECK(std::isnan(play(scenario).gap_g));
  scenario.hosts[0].resident = {true, true};
  CHECK(play(scenario).gap_g == doctest::Approx(0));
}

TEST_CASE("the oracle's gap counts the PUE, as carbon_g does") {
  Small small{{70, 80}, {1, 2}, {100, 300}, {10, 10}};
  small.fidelity = Fidelity::event;
  Scenario scenario = small_scenario(with_floor(small, 72.25));
  scenario.pue = 1.5;
  // Half a request more than needed goes from a to b: 0.5 J at 100 g/kWh, times the PUE.
  CHECK(play(scenario).gap_g == doctest::Approx(1.5 * 0.5 * 100 / joules_per_kwh).epsilon(1e-9));
}

TEST_CASE(
    "request by request the oracle knows the arrivals themselves, in fluid their expectation") {
  Small small{{70}, {1}, {100, 300}, {0, 0}, {}, 10};
  Scenario scenario = small_scenario(small);
  const auto requests = [&](double rate_rps, Fidelity fidelity) {
    scenario.arrivals = ConstantArrivals{rate_rps};
    scenario.fidelity = fidelity;
    const Eigen::ArrayXd known = PolicyInputs(scenario).foresight().requests;
    return std::vector<double>(known.begin(), known.end());
  };
  // Every 4 s: at 0, 4 and 8 s, and at 12 and 16 s. One at 10 s is of the second epoch.
  for (const Fidelity fidelity : {Fidelity::event, Fidelity::queue}) {
    CHECK(requests(0.25, fidelity) == std::vector<double>{3, 2});
    CHECK(requests(0.1, fidelity) == std::vector<double>{1, 1});
  }
  CHECK(requests(0.25, Fidelity::fluid) == std::vector<double>{2.5, 2.5});
}

TEST_CASE("the oracle prices an epoch by the mean over its carbon steps, not by the first") {
  Small small{{70, 80}, {1, 2}, {0, 0}, {10, 10}};
  Scenario scenario = small_scenario(with_floor(small, 72));
  // 80 throughout the first hour; half an hour of 70 and one of 130 in the second, 100 on average.
  scenario.carbon =
      CarbonSignal::from_series({scenario.start, Seconds{1800}, array({80, 80, 70, 130})},
                                scenario.start, scenario.duration, "steps");
  PolicyInputs inputs(scenario);
  CHECK(inputs.foresight().mean_g_per_kwh.isApprox(array({80, 100})));
  const auto outcome = play(scenario);  // 4 of 20 requests by b, in the first hour
  CHECK(outcome.shares(0, 1) == doctest::Approx(0.4));
  CHECK(outcome.shares(1, 1) == 0);
  CHECK(outcome.grams == doctest::Approx((14 * 80 + 10 * 100) / joules_per_kwh).epsilon(1e-12));
}

TEST_CASE("the oracle's prices are above idle, which is all that its choice changes") {
  // Above idle (100 W for 1, 8 and 1 ms) 0.9, 1.8 and 3.9 J: b is on the hull, which with the idle
  // part, 1, 2.6 and 4 J, it would not be.
  Small small{{70, 75, 80}, {1, 2.6, 4}, {100}, {10}, {1e-3, 8e-3, 1e-3}};
  small.idle_w = 100;
  const auto outcome = play(small_scenario(with_floor(small, 75)));
  CHECK(outcome.shares(0, 1) == 1);
  CHECK(outcome.grams == doctest::Approx(10 * 1.8 * 100 / joules_per_kwh).epsilon(1e-12));
}

TEST_CASE("in queue the oracle rounds up to whole requests and states its gap as in event") {
  Small small{{70, 80}, {1, 2}, {100, 300}, {10, 10}};
  small.fidelity = Fidelity::queue;
  const auto outcome = play(small_scenario(with_floor(small, 72.25)));  // 4.5 of 20 requests by b
  CHECK(outcome.shares(0, 1) == doctest::Approx(0.5));
  CHECK(outcome.gap_g == doctest::Approx(0.5 * 100 / joules_per_kwh));
  auto scenario = small_scenario(with_floor(small, 72));
  scenario.loads[1] = Load{Seconds{0.1}, Watts{5}};
  CHECK(std::isnan(play(scenario).gap_g));
}
