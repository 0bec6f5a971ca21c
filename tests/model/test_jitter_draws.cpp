#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/random.hpp"
#include "model/jitter.hpp"
#include "model/jittered_sample.hpp"

namespace {

using namespace cadis;
using namespace cadis::sample;

/// A mean, a standard deviation, and the standard errors of both.
struct Moments {
  explicit Moments(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    for (const double x : values) mean += x / n;
    double second = 0, fourth = 0;
    for (const double x : values) {
      second += std::pow(x - mean, 2) / n;
      fourth += std::pow(x - mean, 4) / n;
    }
    deviation = std::sqrt(second);
    mean_error = deviation / std::sqrt(n);
    deviation_error = std::sqrt((fourth - second * second) / n) / (2 * deviation);
  }
  double mean = 0, deviation = 0, mean_error = 0, deviation_error = 0;
};

/// One figure's relative departure, or for accuracy its shift in points, over many jitter seeds.
std::vector<double> over_seeds(const Jitter& errors,
                               const std::function<double(const Scenario&)>& figure) {
  static const Scenario nominal = read_with({});
  std::vector<double> values;
  for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
    Scenario drawn = nominal;
    Jitter jitter = errors;
    jitter.seed = seed;
    apply_jitter(jitter, drawn);
    values.push_back(figure(drawn));
  }
  return values;
}

void check_moments(const std::vector<double>& values, double mean, double deviation) {
  const Moments found(values);
  CAPTURE(found.mean);
  CAPTURE(found.deviation);
  CHECK(std::abs(found.mean - mean) < 4 * found.mean_error);
  CHECK(std::abs(found.deviation - deviation) < 4 * found.deviation_error);
  CHECK(found.deviation_error < 0.05 * deviation);  // the check above says something
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const Moments of_a(a), of_b(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - of_a.mean) * (b[i] - of_b.mean);
  return sum / static_cast<double>(a.size()) / of_a.deviation / of_b.deviation;
}

TEST_CASE("over many seeds the mean is the figure given and the deviation the one stated") {
  const Jitter errors{0, 30, 20, 0.2, 10};
  check_moments(over_seeds(errors, time_of_small), 1, 0.3);
  check_moments(over_seeds(errors, power_of_small), 1, 0.2);
  check_moments(over_seeds(errors, accuracy_of_small), 70, 0.2);
  check_moments(over_seeds(errors, carbon_of_first), 1, 0.1);
}

TEST_CASE("draws of different figures are uncorrelated") {
  const Jitter errors{0, 5, 5, 0.2, 3};
  const std::vector<std::vector<double>> draws = {
      over_seeds(errors, time_of_small),     over_seeds(errors, time_of_large),
      over_seeds(errors, power_of_small),    over_seeds(errors, accuracy_of_small),
      over_seeds(errors, accuracy_of_large), over_seeds(errors, carbon_of_first)};
  for (std::size_t a = 0; a < draws.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      CAPTURE(a);
      CAPTURE(b);
      CHECK(std::abs(correlation(draws[a], draws[b])) < 4 / std::sqrt(20'000.0));
    }
  }
}

TEST_CASE("a draw is the transform of its named stream that docs/model.md states") {
  const auto drawn = read_jittered("{seed: 5, " + all_errors);
  const auto z = [](const char* name) { return RandomStream(5, name).normal(); };
  const auto factor = [&](double relative, const char* name) {
    const double s = std::sqrt(std::log(1 + relative * relative));
    return std::exp(s * z(name) - s * s / 2);
  };
  CHECK(time_of_small(drawn) == doctest::Approx(factor(0.05, "jitter/service/small:big")));
  CHECK(time_of_large(drawn) == doctest::Approx(factor(0.05, "jitter/service/large:big")));
  CHECK(power_of_small(drawn) == doctest::Approx(factor(0.1, "jitter/power/small:big")));
  CHECK(accuracy_of_small(drawn) == doctest::Approx(70 + 0.2 * z("jitter/accuracy/small")));
  CHECK(carbon_of_first(drawn) == doctest::Approx(factor(0.03, "jitter/carbon")));
}

TEST_CASE(
    "the largest errors allowed keep every figure possible, and both ends of accuracy occur") {
  const Jitter largest{0, 100, 100, 100, 100};
  const auto least = [](const Scenario& s) {
    double worst = s.carbon.intensity(0).value();
    for (const auto& service : s.services)
      worst = std::min({worst, service.time.value(), service.power.value() - 50});
    return worst;
  };
  const auto lows = over_seeds(largest, least);
  CHECK(*std::min_element(lows.begin(), lows.end()) > 0);
  const auto accuracy = over_seeds(largest, accuracy_of_small);
  CHECK(*std::min_element(accuracy.begin(), accuracy.end()) == 0);
  CHECK(*std::max_element(accuracy.begin(), accuracy.end()) == 100);
}

}  // namespace
