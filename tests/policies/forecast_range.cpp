#include <doctest/doctest.h>

#include <cmath>

#include "base/errors.hpp"
#include "policies/small_scenario.hpp"

using namespace cadis;
using namespace cadis::tests;

namespace {

/// The heuristic on a pool of 1, 2 and 4 J, one decision an hour.
Scenario asking(std::vector<double> g_per_kwh, const ForecastSpec& forecast, double window_h = 24) {
  Small small;
  small.accuracy_pct = {70, 75, 78};
  small.energy_j = {1, 2, 4};
  small.requests.assign(g_per_kwh.size(), 100);
  small.g_per_kwh = std::move(g_per_kwh);
  small.policy = {
      "heuristic", "heuristic", {{"range", "forecast"}, {"window", Seconds{3600 * window_h}}}};
  Scenario scenario = small_scenario(small);
  scenario.forecast = forecast;
  return scenario;
}

std::vector<std::size_t> variants(const Scenario& scenario) {
  const auto outcome = play(scenario);
  std::vector<std::size_t> all;
  for (Eigen::Index e = 0; e < outcome.shares.rows(); ++e)
    all.push_back(variant_of({outcome.shares.row(e)}));
  return all;
}

using List = std::vector<std::size_t>;

}  // namespace

TEST_CASE("range: forecast places the present intensity among those of the next window") {
  // With the truth of the next two hours: 100 of [100, 300] is 4 J, 200 of [0, 300] is 2 J, 300 of
  // [0, 300] is 1 J, 0 of [0, 50] is 4 J, and 50 alone the middle, 2.5 J. With that of a day, 100
  // of [0, 300] is 3 J, as near to 2 J as to 4 J.
  const std::vector<double> grid{100, 200, 300, 0, 50};
  CHECK(variants(asking(grid, {PerfectForecast{}}, 2)) == List{2, 1, 0, 2, 1});
  CHECK(variants(asking(grid, {PerfectForecast{}}, 24)) == List{1, 1, 0, 2, 1});
  // Persistence expects no change: always the middle.
  CHECK(variants(asking(grid, {PersistenceForecast{}}, 2)) == List{1, 1, 1, 1, 1});
}

TEST_CASE("a forecast peeks where it is perfect, and only if it is asked for") {
  const std::vector<double> grid{100, 200};
  CHECK(play(asking(grid, {PerfectForecast{}})).peeks);
  CHECK_FALSE(play(asking(grid, {PersistenceForecast{}})).peeks);
  CHECK_FALSE(play(asking(grid, {NoisyForecast{1, {10}, 0}})).peeks);
  Scenario blind = asking(grid, {PerfectForecast{}});
  blind.policy.params["range"] = std::string("running");
  CHECK_FALSE(play(blind).peeks);
  CHECK(build_policy(blind, policies::registry()).forecasts == nullptr);  // and it pays nothing
}

TEST_CASE("range: forecast in a scenario without a forecast is refused") {
  Scenario scenario = asking({100}, {});
  scenario.forecast.reset();
  CHECK_THROWS_AS(build_policy(scenario, policies::registry()), ConfigError);
}

TEST_CASE("what the grid does later changes no decision up to now, unless the forecast peeks") {
  std::vector<double> grid(60);
  for (std::size_t h = 0; h < grid.size(); ++h)
    grid[h] = 200 + 100 * std::sin(0.4 * static_cast<double>(h)) + 3 * static_cast<double>(h % 7);
  auto changed = grid;
  constexpr std::size_t now = 36;
  for (std::size_t h = now + 1; h < grid.size(); ++h) changed[h] = h % 2 == 0 ? 900 : 1;
  ClimatologyForecast means;
  for (int month = 0; month < 12; ++month) {
    for (int hour = 0; hour < 24; ++hour) means.climatology.mean(month, hour) = 150 + 10 * hour;
  }
  const auto decided = [](const std::vector<double>& g_per_kwh, const ForecastSpec& spec) {
    auto all = variants(asking(g_per_kwh, spec));
    all.resize(now + 1);
    return all;
  };
  for (const ForecastSpec& spec : {ForecastSpec{PersistenceForecast{}},
                                   ForecastSpec{YesterdayForecast{}}, ForecastSpec{means}})
    CHECK(decided(grid, spec) == decided(changed, spec));
  CHECK(decided(grid, {PerfectForecast{}}) != decided(changed, {PerfectForecast{}}));
}
