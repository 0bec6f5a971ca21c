#include <doctest/doctest.h>

#include <cmath>

#include "model/forecast_methods.hpp"
#include "report/forecast_scores.hpp"

using namespace cadis;

namespace {

CarbonSignal hourly(const std::vector<double>& g_per_kwh) {
  const auto start = parse_utc("2023-06-01T00:00:00Z").value();
  const auto values = Eigen::Map<const Eigen::ArrayXd>(g_per_kwh.data(),
                                                       static_cast<Eigen::Index>(g_per_kwh.size()));
  return CarbonSignal::from_series({start, Seconds{3600}, values}, start,
                                   Seconds{3600.0 * static_cast<double>(g_per_kwh.size())}, "grid");
}

}  // namespace

TEST_CASE("scores of persistence are those worked out by hand") {
  // One step ahead: 100 - 200, 200 - 0, 0 - 50; two: 100 - 0, 200 - 50.
  const auto scores =
      score_forecasts(persistence_forecaster(), hourly({100, 200, 0, 50}), Seconds{2 * 3600});
  REQUIRE(scores.size() == 2);
  CHECK(scores[0].horizon == Seconds{3600});
  CHECK(scores[0].forecasts == 3);
  CHECK(scores[0].bias.value() == doctest::Approx(50.0 / 3));
  CHECK(scores[0].mae.value() == doctest::Approx(350.0 / 3));
  CHECK(scores[0].rmse.value() == doctest::Approx(std::sqrt(52500.0 / 3)));
  CHECK(scores[0].mape_pct == doctest::Approx((50.0 + 100) / 2));  // the truth of 0 is left out
  CHECK(scores[0].zero_steps == 1);
  CHECK(scores[1].forecasts == 2);
  CHECK(scores[1].mae.value() == doctest::Approx(125));
  CHECK(scores[1].mape_pct == doctest::Approx(300));
}

TEST_CASE("perfect forecasts score 0, and a horizon beyond the trace has no score") {
  const auto grid = hourly({100, 200});
  const auto scores = score_forecasts(perfect_forecaster(grid), grid, Seconds{2 * 3600});
  REQUIRE(scores.size() == 2);
  CHECK(scores[0].mae.value() == 0);
  CHECK(scores[0].mape_pct == 0);
  CHECK(scores[1].forecasts == 0);
  CHECK(std::isnan(scores[1].rmse.value()));
  CHECK(std::isnan(scores[1].mape_pct));
}

TEST_CASE("a MAPE over nothing but zeros is undefined") {
  const auto scores = score_forecasts(persistence_forecaster(), hourly({100, 0}), Seconds{3600});
  REQUIRE(scores.size() == 1);
  CHECK(scores[0].mae.value() == 100);
  CHECK(std::isnan(scores[0].mape_pct));
}
