#include <doctest/doctest.h>

#include <limits>

#include "base/errors.hpp"
#include "model/carbon_signal.hpp"

using namespace cadis;

namespace {
const UtcTime first_step = parse_utc("2023-06-01T00:00:00Z").value();
StepSeries hourly() {
  return {first_step, Seconds{3600}, Eigen::ArrayXd{{100.0, 200.0, 300.0, 400.0}}};
}
}  // namespace

TEST_CASE("a series is cut to the run: the first step begins at 0, the last ends with the run") {
  const auto signal =
      CarbonSignal::from_series(hourly(), after(first_step, Seconds{5400}), Seconds{3600}, "t");
  REQUIRE(signal.steps() == 2);
  CHECK(signal.begin(0) == Seconds{0});
  CHECK(signal.begin(1) == Seconds{1800});
  CHECK(signal.intensity(0) == GramsPerKwh{200});
  CHECK(signal.step_at(Seconds{1799.9}) == 0);
  CHECK(signal.step_at(Seconds{1800}) == 1);
  CHECK(signal.mean(Seconds{0}, Seconds{3600}).value() == doctest::Approx(250));
  CHECK(signal.mean(Seconds{900}, Seconds{2100}).value() == doctest::Approx(225));
}

TEST_CASE("a run on the series' own bounds is covered and one beyond either is not") {
  CHECK(CarbonSignal::from_series(hourly(), first_step, Seconds{14400}, "t").steps() == 4);
  CHECK_THROWS_WITH_AS(
      CarbonSignal::from_series(hourly(), first_step, Seconds{14401}, "t.csv"),
      doctest::Contains(
          "t.csv: covers 2023-06-01T00:00:00Z to 2023-06-01T04:00:00Z, but the run needs"),
      ConfigError);
  CHECK_THROWS_AS(
      CarbonSignal::from_series(hourly(), after(first_step, Seconds{-1}), Seconds{60}, "t"),
      ConfigError);
}

TEST_CASE("an empty series and a negative or undefined value are refused") {
  CHECK_THROWS_AS(
      CarbonSignal::from_series({first_step, Seconds{1}, {}}, first_step, Seconds{1}, "t"),
      ConfigError);
  for (const double bad : {-1.0, std::numeric_limits<double>::quiet_NaN()}) {
    auto series = hourly();
    series.values[2] = bad;
    CHECK_THROWS_WITH_AS(CarbonSignal::from_series(series, first_step, Seconds{60}, "t"),
                         doctest::Contains("2023-06-01T02:00:00Z"), ConfigError);
  }
}

TEST_CASE("a constant signal is one step") {
  const auto signal = CarbonSignal::constant(GramsPerKwh{50}, Seconds{10});
  CHECK(signal.steps() == 1);
  CHECK(signal.mean(Seconds{1}, Seconds{9}) == GramsPerKwh{50});
}
