#include <doctest/doctest.h>

#include <functional>
#include <memory>

#include "engine/hand_built.hpp"
#include "engine/simulation.hpp"

using namespace cadis;

namespace {

/// What a policy that asks for two steps ahead was shown at an epoch.
struct Shown {
  double now_s, issued_s;
  std::vector<double> seen_g_per_kwh, begin_s, g_per_kwh;
  bool is_inside_truth;  ///< whether a span points into the scenario's own series
};

class Asking : public Policy {
 public:
  Asking(const Scenario& scenario, std::vector<Shown>& shown)
      : truth_(scenario.carbon.g_per_kwh()), shown_(shown) {}

  Decision decide(const Observation& now) override {
    const auto& f = now.forecast;
    shown_.push_back({now.now.value(),
                      f.issued.value(),
                      {now.seen_g_per_kwh.begin(), now.seen_g_per_kwh.end()},
                      {f.begin_s.begin(), f.begin_s.end()},
                      {f.g_per_kwh.begin(), f.g_per_kwh.end()},
                      is_inside(now.seen_g_per_kwh.data()) || is_inside(f.g_per_kwh.data())});
    return Decision::one(0, 1);
  }

 private:
  [[nodiscard]] bool is_inside(const double* value) const {
    const std::less<> before;
    return !before(value, truth_.data()) && before(value, truth_.data() + truth_.size());
  }
  const Eigen::ArrayXd& truth_;
  std::vector<Shown>& shown_;
};

/// Steps of 100 s, epochs of 50 s.
std::vector<Shown> run_shown(const ForecastSpec& forecast, bool asks, bool& peeks) {
  test::HandBuilt built;
  built.duration_s = 400;
  built.epoch_s = 50;
  built.g_per_kwh = {10, 20, 30, 40};
  built.policy = {"asking", "asking", {}};
  Scenario scenario = built.build();
  scenario.forecast = forecast;
  std::vector<Shown> shown;
  const PolicyInfo info{"asking", "", {}, [&](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
                          if (asks) inputs.forecast(Seconds{200});
                          return std::make_unique<Asking>(scenario, shown);
                        }};
  peeks = simulate(scenario, build_policy(scenario, {&info, 1})).peeks;
  return shown;
}

using List = std::vector<double>;

}  // namespace

TEST_CASE("a run hands its policy the forecast as issued at each epoch") {
  bool peeks = true;
  const auto shown = run_shown({PersistenceForecast{}}, true, peeks);
  CHECK_FALSE(peeks);
  REQUIRE(shown.size() == 8);
  CHECK(shown[0].begin_s == List{100, 200});
  CHECK(shown[0].g_per_kwh == List{10, 10});
  CHECK(shown[3].now_s == 150);  // the end of the horizon, 350 s, is not yet a step's beginning
  CHECK(shown[3].issued_s == 150);
  CHECK(shown[3].begin_s == List{200, 300});
  CHECK(shown[3].g_per_kwh == List{20, 20});
  CHECK(shown[7].begin_s.empty());
  for (const auto& one : shown) CHECK_FALSE(one.is_inside_truth);
  CHECK(shown[4].seen_g_per_kwh == List{10, 20, 30});
}

TEST_CASE("a run with a perfect forecast peeks, and its values are copies of the truth") {
  bool peeks = false;
  const auto shown = run_shown({PerfectForecast{}}, true, peeks);
  CHECK(peeks);
  CHECK(shown[2].g_per_kwh == List{30, 40});
  for (const auto& one : shown) CHECK_FALSE(one.is_inside_truth);
}

TEST_CASE("a policy that asks for no forecast is shown none") {
  bool peeks = true;
  const auto shown = run_shown({PerfectForecast{}}, false, peeks);
  CHECK_FALSE(peeks);
  for (const auto& one : shown) CHECK(one.g_per_kwh.empty());
}
