#include <doctest/doctest.h>

#include <numeric>
#include <stdexcept>
#include <vector>

#include "report/days.hpp"

using namespace cadis;

namespace {

std::vector<double> sums(const char* start, double duration_h, double epoch_h,
                         const std::vector<double>& values) {
  return day_sums(*parse_utc(start), Seconds{3600 * duration_h}, Seconds{3600 * epoch_h}, values);
}

}  // namespace

TEST_CASE("epochs are summed by UTC day, and days that are not whole are left out") {
  std::vector<double> values(12);  // 72 h
  std::iota(values.begin(), values.end(), 1.0);
  CHECK(sums("2023-06-01T00:00:00Z", 72, 6, values) == std::vector<double>{10, 26, 42});
  // From noon: two epochs of 1 June, then two whole days, then two of 4 June.
  CHECK(sums("2023-06-01T12:00:00Z", 72, 6, values) == std::vector<double>{18, 34});
  CHECK(sums("2023-06-01T12:00:00Z", 24, 6, {1, 2, 3, 4}).empty());
  CHECK(sums("2023-06-01T00:00:00Z", 24, 24, {5}) == std::vector<double>{5});
  CHECK(sums("2023-06-01T00:00:00Z", 23, 24, {5}).empty());
}

TEST_CASE("an epoch across midnight counts on the day in which it begins") {
  // Begins at 0, 10, 20, 30, 40 h; the last is cut at 48 h.
  CHECK(sums("2023-06-01T00:00:00Z", 48, 10, {1, 2, 3, 4, 5}) == std::vector<double>{6, 9});
}

TEST_CASE("sums by day need short epochs and a value for each") {
  CHECK_THROWS_AS(sums("2023-06-01T00:00:00Z", 50, 25, {1, 2}), std::invalid_argument);
  CHECK_THROWS_AS(sums("2023-06-01T00:00:00Z", 48, 12, {1, 2, 3}), std::invalid_argument);
  CHECK_THROWS_AS(sums("2023-06-01T00:00:00Z", 48, 12, {1, 2, 3, 4, 5}), std::invalid_argument);
  CHECK_THROWS_AS(sums("2023-06-01T00:00:00Z", 48, 0, {}), std::invalid_argument);
}
