#include <doctest/doctest.h>

#include "policies/small_scenario.hpp"

namespace cadis::policies {
const PolicyInfo& threshold();
}  // namespace cadis::policies

using namespace cadis;

namespace {

/// What the policy does once a second at `now`, after the intensities of the seconds before: 0 the
/// small variant, 1 the large.
std::size_t choice(double below_pct, const std::vector<double>& seen_g_per_kwh) {
  tests::Small small{
      .accuracy_pct = {70, 80}, .energy_j = {1, 4}, .g_per_kwh = {1}, .requests = {1}};
  small.policy = {"threshold", "threshold", {{"range", "running"}, {"below_pct", below_pct}}};
  const Scenario scenario = tests::small_scenario(small);
  const BuiltPolicy built = build_policy(scenario, {&policies::threshold(), 1});

  std::vector<double> begin_s(seen_g_per_kwh.size());
  for (std::size_t i = 0; i < begin_s.size(); ++i) begin_s[i] = static_cast<double>(i);
  Observation now;
  now.now = Seconds{begin_s.back()};
  now.length = Seconds{1};
  now.intensity = GramsPerKwh{seen_g_per_kwh.back()};
  now.seen_begin_s = begin_s;
  now.seen_g_per_kwh = seen_g_per_kwh;
  return tests::variant_of(built.policy->decide(now));
}

}  // namespace

TEST_CASE("threshold runs the large variant up to its part of the range, the limit included") {
  CHECK(choice(25, {100, 300, 150}) == 1);  // 150 = 100 + 25 % of 200
  CHECK(choice(25, {100, 300, 151}) == 0);
  CHECK(choice(0, {100, 300, 100}) == 1);
  CHECK(choice(100, {100, 300}) == 1);
}

TEST_CASE("threshold takes a flat grid as clean") { CHECK(choice(50, {200, 200}) == 1); }
