#include <doctest/doctest.h>

#include <cmath>

#include "report/trace_statistics.hpp"

using namespace cadis;

namespace {

StepSeries series(const char* start, double step_s, const std::vector<double>& values) {
  StepSeries made{parse_utc(start).value(), Seconds{step_s},
                  Eigen::ArrayXd(static_cast<Eigen::Index>(values.size()))};
  std::copy(values.begin(), values.end(), made.values.begin());
  return made;
}

/// Two days of six-hour steps.
const std::vector<double> eight{10, 20, 30, 20, 40, 40, 80, 0};

}  // namespace

TEST_CASE("mean, deviation and quantiles are those of all steps") {
  const auto found = describe(series("2023-06-01T00:00:00Z", 21600, eight));
  CHECK(found.steps == 8);
  CHECK(format_utc(found.end) == "2023-06-03T00:00:00Z");
  CHECK(found.mean == 30);
  CHECK(found.std == doctest::Approx(std::sqrt(4200.0 / 8)));
  CHECK(found.min == 0);
  CHECK(found.p25 == doctest::Approx(17.5));  // 10 and 20, three quarters of the way
  CHECK(found.p50 == 25);
  CHECK(found.max == 80);
}

TEST_CASE("the daily swing is over whole UTC days, and a day with a zero has no ratio") {
  const auto found = describe(series("2023-06-01T00:00:00Z", 21600, eight));
  CHECK(found.daily_means == std::vector<double>{20, 40});
  CHECK(found.daily_swing == doctest::Approx((20.0 / 20 + 80.0 / 40) / 2));
  CHECK(found.daily_max_min_ratio == 3);
  // From 06:00 on, the first day is not whole.
  const std::vector<double> seven(eight.begin() + 1, eight.end());
  const auto later = describe(series("2023-06-01T06:00:00Z", 21600, seven));
  CHECK(later.daily_means == std::vector<double>{40});
  CHECK(std::isnan(describe(series("2023-06-01T06:00:00Z", 21600, {1, 2})).daily_swing));
}

TEST_CASE("autocorrelation is of steps a lag apart, and undefined where no step is") {
  const auto found = describe(series("2023-06-01T00:00:00Z", 3600, {1, 2, 3, 4}));
  CHECK(found.acf_lag1h == doctest::Approx((-1.5 * -0.5 - 0.25 + 0.5 * 1.5) / 5));
  CHECK(std::isnan(found.acf_lag24h));
  CHECK(std::isnan(describe(series("2023-06-01T00:00:00Z", 7200, {1, 2, 3, 4})).acf_lag1h));
  CHECK(std::isnan(describe(series("2023-06-01T00:00:00Z", 3600, {5, 5, 5})).acf_lag1h));
}

TEST_CASE("means by month and hour are of the steps that begin there") {
  const auto found = describe(series("2023-05-31T23:30:00Z", 1800, {10, 20, 40}));
  CHECK(found.month_hour_mean(4, 23) == 10);
  CHECK(found.month_hour_mean(5, 0) == 30);
  CHECK(std::isnan(found.month_hour_mean(5, 1)));
}

TEST_CASE("quantiles lie between steps in proportion, at either end as in the middle") {
  std::vector<double> values;
  for (int i = 200; i >= 0; --i) values.push_back(i);
  const auto found = describe(series("2023-06-01T00:00:00Z", 3600, values));
  CHECK(found.p5 == doctest::Approx(10));
  CHECK(found.p25 == doctest::Approx(50));
  CHECK(found.p75 == doctest::Approx(150));
  CHECK(found.p95 == doctest::Approx(190));
}
