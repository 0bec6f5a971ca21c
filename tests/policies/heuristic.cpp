#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/errors.hpp"
#include "policies/carbon_range.hpp"
#include "policies/energy_rule.hpp"
#include "policies/small_scenario.hpp"

using namespace cadis;
using namespace cadis::tests;
using cadis::policies::variant_for;

namespace {

/// Three variants of 1, 2 and 4 J.
Small three(std::vector<double> g_per_kwh, const std::string& policy,
            std::map<std::string, ParamValue> params = {}) {
  Small small;
  small.accuracy_pct = {70, 75, 78};
  small.energy_j = {1, 2, 4};
  small.requests.assign(g_per_kwh.size(), 100);
  small.g_per_kwh = std::move(g_per_kwh);
  small.policy = {policy, policy, std::move(params)};
  return small;
}

std::vector<std::size_t> variants(const Small& small) {
  const auto outcome = play(small_scenario(small));
  std::vector<std::size_t> all;
  for (Eigen::Index e = 0; e < outcome.shares.rows(); ++e)
    all.push_back(variant_of({outcome.shares.row(e)}));
  return all;
}

using List = std::vector<std::size_t>;

Observation observe(double now_s, double g_per_kwh, const std::vector<double>& begin_s,
                    const std::vector<double>& seen) {
  Observation now;
  now.now = Seconds{now_s};
  now.intensity = GramsPerKwh{g_per_kwh};
  now.seen_begin_s = begin_s;
  now.seen_g_per_kwh = seen;
  return now;
}

}  // namespace

TEST_CASE("the heuristic takes the largest at the lowest intensity, the smallest at the highest") {
  // E = 1 + 3 * (300 - C) / 200: 300 -> 1 J, 100 -> 4 J, 200 -> 2.5 J (nearest 2), 133 -> 3.505 J
  // (nearest 4).
  CHECK(variants(three({300, 100, 200, 133}, "heuristic", {{"range", "hindsight"}})) ==
        List{0, 2, 1, 2});
}

TEST_CASE("a flat grid takes the middle of the energy range") {
  CHECK(variants(three({150, 150}, "heuristic")) == List{1, 1});  // 2.5 J
  CHECK(variants(three({0, 0}, "heuristic")) == List{1, 1});
}

TEST_CASE("ties go to the cheaper variant, also where rounding blurs them") {
  const Eigen::ArrayXd energy_j = array({1, 2, 4});
  CHECK(variant_for(energy_j, Joules{3}) == 1);
  CHECK(variant_for(energy_j, Joules{3 * (1 + 1e-14)}) == 1);
  CHECK(variant_for(energy_j, Joules{3 * (1 + 1e-9)}) == 2);
  CHECK(variant_for(array({4, 2, 1}), Joules{3}) == 1);  // whatever the order
  CHECK(variant_for(array({4, 2, 1}), Joules{1.5}) == 2);
  CHECK(variant_for(energy_j, Joules{-5}) == 0);
  CHECK(variant_for(energy_j, Joules{50}) == 2);
}

TEST_CASE("floor takes the dearest of no more, ceiling the cheapest of no less") {
  using policies::Rounding;
  const Eigen::ArrayXd energy_j = array({4, 1, 2});
  for (const auto& [wanted, floor, ceiling] :
       {std::tuple{1.0, 1, 1},
        {1.5, 1, 2},
        {2.0, 2, 2},
        {2.001, 2, 0},
        {3.999, 2, 0},
        {4.0, 0, 0},
        // within rounding of a variant it is that variant, on both sides
        {2 * (1 + 1e-14), 2, 2},
        {2 * (1 - 1e-14), 2, 2},
        {1 - 1e-15, 1, 1},
        {4 + 1e-15, 0, 0}}) {
    CAPTURE(wanted);
    CHECK(variant_for(energy_j, Joules{wanted}, Rounding::floor) == std::size_t(floor));
    CHECK(variant_for(energy_j, Joules{wanted}, Rounding::ceiling) == std::size_t(ceiling));
  }
  CHECK(variant_for(array({2, 2, 3}), Joules{2.5}, Rounding::floor) == 0);  // equals: the first
}

TEST_CASE("the heuristic rounds as it is told") {
  // E: 4, 3.505, 2.5, 1.75, 1 J of variants of 1, 2 and 4 J.
  const std::vector<double> g_per_kwh = {100, 133, 200, 250, 300};
  const auto rounded = [&](const std::string& rounding) {
    return variants(
        three(g_per_kwh, "heuristic", {{"range", "hindsight"}, {"rounding", rounding}}));
  };
  CHECK(rounded("nearest") == List{2, 2, 1, 1, 0});
  CHECK(rounded("floor") == List{2, 1, 1, 0, 0});
  CHECK(rounded("ceiling") == List{2, 2, 2, 1, 0});
}

TEST_CASE("the day's range is that of the present UTC day's steps, whenever the run starts") {
  // Hours from 22:00: two of one day at 100 and 300, then a day at 50 to 150.
  std::vector<double> g_per_kwh = {100, 300};
  for (int hour = 0; hour < 24; ++hour) g_per_kwh.push_back(hour == 7 ? 150 : 50);
  g_per_kwh.push_back(80);  // alone on its day: the middle
  auto scenario = small_scenario(three(g_per_kwh, "heuristic", {{"range", "day"}}));
  const auto start = parse_utc("2023-06-01T22:00:00Z").value();
  scenario.start = start;
  const auto outcome = play(scenario);
  CHECK(outcome.peeks);
  const auto variant = [&](Eigen::Index hour) { return variant_of({outcome.shares.row(hour)}); };
  CHECK(variant(0) == 2);
  CHECK(variant(1) == 0);
  for (Eigen::Index hour = 2; hour < 26; ++hour) CHECK(variant(hour) == (hour == 9 ? 0 : 2));
  CHECK(variant(26) == 1);
}

TEST_CASE("the trailing window holds the steps that begin at either of its ends") {
  const std::vector<double> begin_s = {0, 3600, 7200, 10800}, seen = {500, 300, 100, 200};
  const auto now = observe(10800, 200, begin_s, seen);
  CHECK(policies::trailing_range(Seconds{10800})->at(now).high == GramsPerKwh{500});
  CHECK(policies::trailing_range(Seconds{10799})->at(now).high == GramsPerKwh{300});
  CHECK(policies::trailing_range(Seconds{3600})->at(now).low == GramsPerKwh{100});
  CHECK(policies::trailing_range(Seconds{3599})->at(now).low == GramsPerKwh{200});
  CHECK(policies::trailing_range(Seconds{0})->at(now).low == GramsPerKwh{200});
  CHECK(policies::running_range()->at(now).high == GramsPerKwh{500});
}

TEST_CASE("a window in which no step begins knows the present intensity only") {
  const std::vector<double> begin_s = {0}, seen = {500};
  const auto [low, high] =
      policies::trailing_range(Seconds{60})->at(observe(1800, 500, begin_s, seen));
  CHECK(low == GramsPerKwh{500});
  CHECK(high == GramsPerKwh{500});
}

TEST_CASE("the trailing range kept step by step is that of a fresh look") {
  RandomStream random(3, "range");
  std::vector<double> begin_s, seen;
  const auto kept = policies::trailing_range(Seconds{5});
  for (int i = 0; i < 500; ++i) {
    begin_s.push_back(i);
    seen.push_back(std::floor(10 * random.uniform()));
    const auto now = observe(i, seen.back(), begin_s, seen);
    const auto fresh = policies::trailing_range(Seconds{5})->at(now);
    const auto got = kept->at(now);
    const auto from = std::max(0, i - 5);
    REQUIRE(got.low == fresh.low);
    REQUIRE(got.high == fresh.high);
    REQUIRE(got.low.value() == *std::min_element(seen.begin() + from, seen.end()));
    REQUIRE(got.high.value() == *std::max_element(seen.begin() + from, seen.end()));
  }
}

TEST_CASE("multiplying every intensity by one factor changes no decision") {
  RandomStream random(1, "scale");
  for (const std::string range : {"trailing", "running", "hindsight"}) {
    for (const double factor : {1e-3, 0.7, 3.0, 1234.5}) {
      std::vector<double> g_per_kwh;
      for (int e = 0; e < 60; ++e)
        g_per_kwh.push_back(std::floor(8 * random.uniform()) * 25);  // many ties
      std::vector<double> scaled = g_per_kwh;
      for (auto& one : scaled) one *= factor;
      CHECK(
          variants(three(g_per_kwh, "heuristic", {{"range", range}, {"window", Seconds{36000}}})) ==
          variants(three(scaled, "heuristic", {{"range", range}, {"window", Seconds{36000}}})));
    }
  }
}

TEST_CASE("as-printed is the heuristic on the mirrored grid") {
  RandomStream random(2, "mirror");
  std::vector<double> g_per_kwh, mirrored;
  for (int e = 0; e < 60; ++e) g_per_kwh.push_back(std::floor(400 * random.uniform()));
  for (const double one : g_per_kwh) mirrored.push_back(400 - one);
  CHECK(variants(three(g_per_kwh, "as-printed")) == variants(three(mirrored, "heuristic")));
  CHECK(variants(three({300, 100, 200}, "as-printed", {{"range", "hindsight"}})) == List{2, 0, 1});
}

TEST_CASE("only hindsight peeks") {
  CHECK_FALSE(play(small_scenario(three({1, 2}, "heuristic"))).peeks);
  CHECK_FALSE(play(small_scenario(three({1, 2}, "heuristic", {{"range", "running"}}))).peeks);
  CHECK(play(small_scenario(three({1, 2}, "heuristic", {{"range", "hindsight"}}))).peeks);
  CHECK(play(small_scenario(three({1, 2}, "as-printed", {{"range", "hindsight"}}))).peeks);
}

TEST_CASE("an unknown range and a negative window are refused") {
  CHECK_THROWS_WITH_AS(play(small_scenario(three({1}, "heuristic", {{"range", "trailling"}}))),
                       doctest::Contains("did you mean 'trailing'?"), ConfigError);
  CHECK_THROWS_AS(play(small_scenario(three({1}, "heuristic", {{"window", Seconds{-1}}}))),
                  ConfigError);
}

TEST_CASE("the rule looks at a request's whole busy energy, not at what it draws above idle") {
  // 1, 2 and 4 J; of them 0.1, 0.8 and 0.2 J would have been drawn at rest.
  Small small = three({300, 100, 180}, "heuristic", {{"range", "hindsight"}});
  small.service_s = {1e-3, 8e-3, 2e-3};
  small.idle_w = 100;
  // At 180: 1 + 3 * 120 / 200 = 2.8 J, nearest 2. Above idle: 0.9 + 2.9 * 0.6 = 2.64 J,
  // nearest 3.8.
  CHECK(variants(small) == List{0, 2, 1});
}
