#include <doctest/doctest.h>

#include <Random123/threefry.h>
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/exponential.hpp"
#include "base/random.hpp"

using namespace cadis;

namespace {

std::vector<double> numbers(VectorPath path, std::size_t count) {
  std::vector<double> all(count);
  ExponentialStream(7, "arrivals", path).fill(all);
  return all;
}

}  // namespace

TEST_CASE("every vector path that this machine has gives the same bytes") {
  const auto plain = numbers(VectorPath::plain, 1000000);
  for (const VectorPath path : {VectorPath::avx2, VectorPath::avx512}) {
    if (!is_supported(path)) {
      MESSAGE(to_string(path) << ": not on this machine");
      continue;
    }
    CHECK(numbers(path, plain.size()) == plain);
  }
  CHECK(is_supported(vector_path()));
}

TEST_CASE("numbers are -ln(u) of Random123's Threefry words, to 3 ulp") {
  const auto drawn = numbers(VectorPath::plain, 64 * 1000);
  double worst = 0;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const std::size_t counter = 16 * (i / 64) + i % 16;
    const auto words =
        r123::Threefry4x64{}({{counter, 0, 0, 0}}, {{7, hash_name("arrivals"), 0, 0}});
    const auto bits = words[i % 64 / 16] >> 12;
    const double u = std::ldexp(static_cast<double>(2 * bits + 1), -53);
    const double exact = static_cast<double>(-std::log(static_cast<long double>(u)));
    const double ulp = std::nextafter(exact, 1e300) - exact;
    worst = std::max(worst, std::abs(drawn[i] - exact) / ulp);
  }
  CHECK(worst <= 3);
}

TEST_CASE("one by one or in spans of any length, a stream gives the same numbers") {
  const auto all = numbers(vector_path(), 1000);
  ExponentialStream stream(7, "arrivals");
  std::size_t at = 0;
  for (const std::size_t length : {1, 63, 64, 65, 0, 130, 7, 200, 300}) {
    std::vector<double> part(length);
    stream.fill(part);
    for (const double number : part) CHECK(number == all[at++]);
    CHECK(stream.next() == all[at++]);
  }
}

TEST_CASE("exponentials have the moments and the tail of their distribution") {
  const std::size_t n = 1000000;
  double sum = 0, square = 0, beyond_5 = 0, least = 1;
  for (const double x : numbers(vector_path(), n)) {
    least = std::min(least, x);
    sum += x;
    square += x * x;
    beyond_5 += x > 5;
  }
  const double count = static_cast<double>(n);
  const double error = 5 / std::sqrt(count);
  CHECK(least > 0);
  CHECK(std::abs(sum / count - 1) < error);
  CHECK(std::abs(square / count - 2) < error * std::sqrt(20));  // the variance of x^2 is 20
  const double tail = std::exp(-5.0);
  CHECK(std::abs(beyond_5 / count - tail) < error * std::sqrt(tail));
}
