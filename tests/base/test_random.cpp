#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"

using namespace cadis;

TEST_CASE("the same seed and name give the same numbers, another name or seed gives others") {
  RandomStream a(1, "x"), same(1, "x"), name(1, "y"), seed(2, "x");
  int equal_name = 0, equal_seed = 0;
  for (int i = 0; i < 100; ++i) {
    const auto bits = a.bits();
    CHECK(bits == same.bits());
    equal_name += bits == name.bits();
    equal_seed += bits == seed.bits();
  }
  CHECK(equal_name == 0);
  CHECK(equal_seed == 0);
}

TEST_CASE("moments lie within five standard errors and two streams do not correlate") {
  constexpr int n = 100000;
  RandomStream stream(7, "moments"), other(7, "other");
  double uniform = 0, exponential = 0, normal = 0, square = 0, product = 0;
  for (int i = 0; i < n; ++i) {
    const double u = stream.uniform();
    CHECK((u > 0 && u < 1));
    uniform += u;
    exponential += stream.exponential();
    const double z = stream.normal();
    normal += z;
    square += z * z;
    product += z * other.normal();
  }
  const double error = 5 / std::sqrt(n);
  CHECK(std::abs(uniform / n - 0.5) < error * std::sqrt(1.0 / 12));
  CHECK(std::abs(exponential / n - 1) < error);
  CHECK(std::abs(normal / n) < error);
  CHECK(std::abs(square / n - 1) < error * std::sqrt(2));
  CHECK(std::abs(product / n) < error);
}
