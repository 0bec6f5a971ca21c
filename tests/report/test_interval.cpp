#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "report/interval.hpp"
#include "report/undefined.hpp"

using namespace cadis;

namespace {

Interval interval(const std::vector<double>& values) { return mean_interval(values); }

}  // namespace

TEST_CASE(
    "a 95 % interval over seeds is the mean plus and minus Student's t times the standard error") {
  // Variance 2.5, standard error sqrt(0.5), t(0.975; 4) = 2.7764451
  const auto five = interval({1, 2, 3, 4, 5});
  CHECK(five.mean == doctest::Approx(3).epsilon(1e-12));
  CHECK(five.low == doctest::Approx(1.0367568).epsilon(1e-7));
  CHECK(five.high == doctest::Approx(4.9632432).epsilon(1e-7));
  // Standard error 2, t(0.975; 1) = 12.7062047
  const auto two = interval({10, 14});
  CHECK(two.mean == doctest::Approx(12).epsilon(1e-12));
  CHECK(two.low == doctest::Approx(-13.4124095).epsilon(1e-7));
  CHECK(two.high == doctest::Approx(37.4124095).epsilon(1e-7));
  // Deviations -2, 0, 2: standard error sqrt(4 / 3), t(0.975; 2) = 4.3026527
  const auto three = interval({-2, 0, 2});
  CHECK(three.mean == doctest::Approx(0));
  CHECK(three.high == doctest::Approx(4.9682754).epsilon(1e-7));
  CHECK(three.low == doctest::Approx(-4.9682754).epsilon(1e-7));
}

TEST_CASE(
    "equal seeds have an interval of no width, one seed has none, and an undefined seed leaves no "
    "figure") {
  const auto equal = interval({7, 7, 7});
  CHECK((equal.mean == 7 && equal.low == 7 && equal.high == 7));
  const auto one = interval({7});
  CHECK(one.mean == 7);
  CHECK((std::isnan(one.low) && std::isnan(one.high)));
  for (const auto& values : {std::vector<double>{}, {undefined}, {1, undefined, 3}}) {
    const auto none = interval(values);
    CHECK((std::isnan(none.mean) && std::isnan(none.low) && std::isnan(none.high)));
  }
}

TEST_CASE("days that follow each other closely count as fewer") {
  // 1 ... 16: mean 8.5, squares 340, products at lag 1 276.25; r = 0.8125, phi 0.8125 + 4.25 / 16
  // is above 0.99, so the least count, 2, is left; variance 340 / (16 - 8).
  std::vector<double> rising;
  for (int day = 1; day <= 16; ++day) rising.push_back(day);
  const MeanEstimate few = over_days(rising);
  CHECK(few.mean == doctest::Approx(8.5).epsilon(1e-12));
  CHECK(few.effective_count == 2);
  CHECK(few.variance == doctest::Approx(42.5).epsilon(1e-12));
  // t(0.975; 1) = 12.7062047, times sqrt(42.5 / 2)
  CHECK(t_interval(few).high == doctest::Approx(8.5 + 58.5726).epsilon(1e-5));

  // 1 1 0 0, four times: deviations of 1/2, squares 4, of 15 products 8 of 1/4 and 7 of -1/4, so
  // r = 1/16, phi = 1/16 + 1.25 / 16 = 9/64, m = 16 (55 / 73), variance 4 / (16 - 73 / 55).
  std::vector<double> pairs;
  for (int day = 0; day < 16; ++day) pairs.push_back(day % 4 < 2 ? 1 : 0);
  const MeanEstimate some = over_days(pairs);
  CHECK(some.effective_count == doctest::Approx(16 * 55.0 / 73).epsilon(1e-12));
  CHECK(some.variance == doctest::Approx(4 / (16 - 73.0 / 55)).epsilon(1e-12));
}

TEST_CASE("days that alternate count no more than independent ones") {
  std::vector<double> alternating;
  for (int day = 0; day < 14; ++day) alternating.push_back(day % 2);
  const MeanEstimate estimate = over_days(alternating);
  CHECK(estimate.effective_count == 14);
  CHECK(estimate.variance == doctest::Approx(over_seeds(alternating).variance).epsilon(1e-12));
}

TEST_CASE("thirteen days have a mean and no interval, and an undefined day leaves no figure") {
  std::vector<double> values(13, 2.0);
  values[3] = 15;
  CHECK(t_interval(over_days(values)).mean == doctest::Approx(3).epsilon(1e-12));
  CHECK(std::isnan(t_interval(over_days(values)).low));
  CHECK(std::isnan(t_interval(over_days(values)).high));
  values.push_back(3);
  CHECK(t_interval(over_days(values)).low < 3);
  values[5] = undefined;
  for (const auto& none : {std::vector<double>{}, values}) {
    CHECK(std::isnan(t_interval(over_days(none)).mean));
    CHECK(std::isnan(t_interval(over_days(none)).low));
  }
  const std::vector<double> equal(14, 7.0);
  const Interval point = t_interval(over_days(equal));
  CHECK((point.mean == 7 && point.low == 7 && point.high == 7));
}
