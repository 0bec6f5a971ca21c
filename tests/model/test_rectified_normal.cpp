#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/random.hpp"
#include "model/rectified_normal.hpp"

using namespace cadis;

namespace {

/// Mean and deviation of draws, kept within the range.
std::pair<double, double> drawn(const RectifiedNormal& normal, double low, double high) {
  constexpr int draws = 200'000;
  RandomStream random(3, "test");
  double sum = 0, squares = 0;
  for (int i = 0; i < draws; ++i) {
    const double value =
        std::clamp(normal.location + normal.deviation * random.normal(), low, high);
    sum += value;
    squares += value * value;
  }
  const double mean = sum / draws;
  return {mean, std::sqrt(squares / draws - mean * mean)};
}

}  // namespace

TEST_CASE("draws kept within the range have the mean and deviation that were asked for") {
  struct Case {
    double mean, std, low, high;
  };
  // In the middle, wide for the range, at either end, and skewed as a grid of water with rare gas.
  for (const auto& [mean, std, low, high] :
       {Case{200, 30, 50, 400}, Case{200, 100, 50, 400}, Case{60, 12, 50, 400},
        Case{380, 30, 50, 400}, Case{5, 7, 1, 90}, Case{1200, 0.5, 1199, 1201.5}}) {
    const auto [found_mean, found_std] = drawn(rectified_normal(mean, std, low, high), low, high);
    INFO(mean, " +- ", std, " in ", low, " to ", high);
    CHECK(std::abs(found_mean - mean) < 0.02 * std);
    CHECK(found_std == doctest::Approx(std).epsilon(0.02));
  }
}

TEST_CASE("a range that is far away changes nothing") {
  const auto normal = rectified_normal(200, 10, 0, 1000);
  CHECK(normal.location == doctest::Approx(200));
  CHECK(normal.deviation == doctest::Approx(10));
}

TEST_CASE("without room, or without a deviation, the mean is all there is") {
  CHECK(rectified_normal(7, 0, 5, 9).deviation == 0);
  CHECK(rectified_normal(7, 3, 7, 7).location == 7);
  CHECK(rectified_normal(7, 3, 7, 7).deviation == 0);
  CHECK(rectified_normal(5, 3, 5, 9).location == 5);
}

TEST_CASE("a deviation that the range does not admit becomes the largest that it does") {
  const auto [mean, std] = drawn(rectified_normal(5, 80, 0, 10), 0, 10);
  CHECK(mean == doctest::Approx(5).epsilon(0.02));
  CHECK(std == doctest::Approx(0.98 * 5).epsilon(0.02));
}
