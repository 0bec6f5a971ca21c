#include <doctest/doctest.h>

#include <Eigen/Core>
#include <cmath>

#include "model/two_speed_noise.hpp"

using namespace cadis;

namespace {

Eigen::ArrayXd path(const TwoSpeedNoise& noise, double hours, Eigen::Index steps,
                    std::uint64_t seed = 1) {
  NoisePath values(noise, Seconds{hours * 3600}, RandomStream(seed, "test"));
  Eigen::ArrayXd all(steps);
  for (double& value : all) value = values.next();
  return all;
}

double correlation(const Eigen::ArrayXd& x, Eigen::Index lag) {
  const Eigen::Index n = x.size() - lag;
  return (x.head(n) * x.tail(n)).mean() / x.square().mean();
}

/// Rough, plain and smooth: weights below, at and above 1.
const TwoSpeedNoise rough{0.97, 0.6, 0.7}, plain{0.95, 0.5, 1},
    smooth{0.96, 0.7, smoothest_weight(0.96, 0.7)};

}  // namespace

TEST_CASE("a fitted noise has the autocorrelations that were asked for") {
  for (const double after_1h : {0.2, 0.5, 0.75, 0.9, 0.95, 0.98, 0.995}) {
    const auto range = range_after_24h(after_1h);
    REQUIRE(range.least < range.most);
    for (const double share : {0.001, 0.3, 0.7, 0.999}) {
      const double after_24h = range.least + share * (range.most - range.least);
      const auto noise = fit_two_speed_noise(after_1h, after_24h);
      INFO("after 1 h ", after_1h, ", after 24 h ", after_24h);
      CHECK(noise.autocorrelation(1) == doctest::Approx(after_1h).epsilon(1e-9));
      CHECK(noise.autocorrelation(24) == doctest::Approx(after_24h).epsilon(1e-6));
      CHECK(noise.fast < noise.slow);
      CHECK(noise.weight >= 0);
      CHECK(noise.weight <= smoothest_weight(noise.slow, noise.fast) + 1e-9);
    }
  }
}

TEST_CASE("no noise goes with an autocorrelation of 0 or 1, or one that is not a number") {
  for (const double after_1h : {-0.5, 0.0, 1.0, 1.5, std::nan("")}) {
    const auto range = range_after_24h(after_1h);
    CHECK(range.least > range.most);
  }
}

TEST_CASE("a path has mean 0, deviation 1 and its noise's autocorrelation at every lag and step") {
  for (const auto& noise : {rough, plain, smooth}) {
    for (const double hours : {1.0, 0.25}) {
      const Eigen::ArrayXd values = path(noise, hours, 1'000'000);
      INFO("weight ", noise.weight, ", step of ", hours, " h");
      // Five standard errors of a path that forgets in 1 / (1 - slow) hours.
      const double close = 5 * std::sqrt(2 / (1 - noise.slow) / (1e6 * hours));
      CHECK(std::abs(values.mean()) < close);
      CHECK(std::abs(values.square().mean() - 1) < close);
      for (const Eigen::Index lag : {1, 3, 12, 24, 48})
        CHECK(std::abs(correlation(values, lag) -
                       noise.autocorrelation(static_cast<double>(lag) * hours)) < close);
    }
  }
}

TEST_CASE("a path is in its stationary state from its first value on") {
  for (const auto& noise : {rough, plain, smooth}) {
    double first = 0, both = 0;
    constexpr int paths = 100'000;
    for (int seed = 0; seed < paths; ++seed) {
      const Eigen::ArrayXd values = path(noise, 1, 2, static_cast<std::uint64_t>(seed));
      first += values[0] * values[0] / paths;
      both += values[0] * values[1] / paths;
    }
    INFO("weight ", noise.weight);
    CHECK(first == doctest::Approx(1).epsilon(0.025));
    CHECK(both == doctest::Approx(noise.autocorrelation(1)).epsilon(0.025));
  }
}

TEST_CASE("a longer path begins like a shorter one, and another stream gives another path") {
  CHECK((path(smooth, 1, 100).head(10) == path(smooth, 1, 10)).all());
  CHECK((path(smooth, 1, 10, 2) != path(smooth, 1, 10, 1)).any());
}

TEST_CASE(
    "the smoothest path is smoother than one process alone: its steps shrink with their length") {
  const auto step = [](const TwoSpeedNoise& noise, double hours) {
    return 1 - noise.autocorrelation(hours);
  };
  // Of a process alone a tenth of the time leaves a tenth of the variance, of a smooth one a
  // hundredth.
  CHECK(step(plain, 0.1) / step(plain, 0.01) == doctest::Approx(10).epsilon(0.02));
  CHECK(step(smooth, 0.1) / step(smooth, 0.01) == doctest::Approx(100).epsilon(0.05));
}
