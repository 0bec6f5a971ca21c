#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/arrivals.hpp"

using namespace cadis;

namespace {
const UtcTime midnight = parse_utc("2023-06-01T00:00:00Z").value();
constexpr Seconds day{86400};

std::vector<double> all(const ArrivalSpec& spec, std::uint64_t seed, UtcTime start,
                        Seconds duration) {
  std::vector<double> at;
  Arrivals arrivals(spec, seed, start, duration);
  const TickClock clock(duration);
  for (Ticks t = arrivals.next(); t < Ticks::never(); t = arrivals.next())
    at.push_back(clock.seconds(t).value());
  CHECK(arrivals.next() == Ticks::never());
  CHECK(std::is_sorted(at.begin(), at.end()));
  if (!at.empty()) CHECK((at.front() >= 0 && at.back() < duration.value()));
  return at;
}

DiurnalArrivals half_day() {
  Eigen::ArrayXd rate = Eigen::ArrayXd::Zero(24);
  rate.head(12) = 2;
  return {1.0, rate, Seconds{0}};
}

void check_near_poisson(double count, double mean) {
  CHECK(std::abs(count - mean) < 4 * std::sqrt(mean));
}
}  // namespace

TEST_CASE("constant arrivals are equally spaced from the start") {
  CHECK(all(ConstantArrivals{2}, 1, midnight, Seconds{2}) == std::vector<double>{0, 0.5, 1, 1.5});
}

TEST_CASE("Poisson arrivals keep their rate and their seed") {
  const auto at = all(PoissonArrivals{2}, 1, midnight, day);
  check_near_poisson(static_cast<double>(at.size()), 2 * 86400);
  CHECK(at == all(PoissonArrivals{2}, 1, midnight, day));
  CHECK(at != all(PoissonArrivals{2}, 2, midnight, day));
  CHECK(all(PoissonArrivals{0}, 1, midnight, day).empty());
}

TEST_CASE("diurnal arrivals follow the hour of day from any start and with any shift") {
  const auto at = all(half_day(), 1, midnight, day);
  check_near_poisson(static_cast<double>(at.size()), 86400);
  CHECK(at.back() < 43200);
  auto shifted = half_day();
  shifted.shift = Seconds{6 * 3600.0};
  const auto later = all(shifted, 1, after(midnight, Seconds{1800}), day);
  CHECK(later.front() >= 5.5 * 3600);
  CHECK(later.back() < 17.5 * 3600);
  CHECK(expected_arrivals(shifted, midnight, Seconds{0}, Seconds{7 * 3600.0}) ==
        doctest::Approx(7200));
}

TEST_CASE("Markov-modulated arrivals keep their long-run mean") {
  const MarkovArrivals spec{{{1, Seconds{100}}, {9, Seconds{50}}}};
  const auto count = static_cast<double>(all(spec, 1, midnight, day * 10).size());
  const double mean = expected_arrivals(spec, midnight, Seconds{0}, day * 10);
  CHECK(mean == doctest::Approx(864000 * 550.0 / 150));
  // Variance: the Poisson part, plus 2 (8 rps)^2 p^2 q^2 (dwell sum) per second for a slow
  // two-state chain.
  const double variance = mean + 864000 * 2 * 64 * (4.0 / 81) * 150;
  CHECK(std::abs(count - mean) < 4 * std::sqrt(variance));
}

TEST_CASE("counts are placed inside their step and cut to the run") {
  const CountArrivals spec{{midnight, Seconds{60}, Eigen::ArrayXd{{10.0, 0.0, 20.0}}}};
  const auto at = all(spec, 1, midnight, Seconds{180});
  CHECK(at.size() == 30);
  CHECK(std::count_if(at.begin(), at.end(), [](double t) { return t < 60; }) == 10);
  CHECK(std::count_if(at.begin(), at.end(), [](double t) { return t >= 120; }) == 20);
  CHECK(all(spec, 1, after(midnight, Seconds{60}), Seconds{120}).size() == 20);
  CHECK(all(spec, 1, after(midnight, Seconds{30}), Seconds{20}).size() < 10);
  CHECK(expected_arrivals(spec, midnight, Seconds{30}, Seconds{150}) == doctest::Approx(15));
}

TEST_CASE("timestamps are replayed, and those beyond the run left out") {
  const TimestampArrivals spec{{0, 1, 1, 5}};
  CHECK(all(spec, 1, midnight, Seconds{5}) == std::vector<double>{0, 1, 1});
  CHECK(expected_arrivals(spec, midnight, Seconds{1}, Seconds{5}) == 2);
}

TEST_CASE("expected arrivals of adjoining intervals add up") {
  const CountArrivals counts{{midnight, Seconds{3600}, Eigen::ArrayXd::LinSpaced(24, 0, 23)}};
  for (const ArrivalSpec& spec :
       {ArrivalSpec{half_day()}, ArrivalSpec{counts}, ArrivalSpec{PoissonArrivals{3}}}) {
    double sum = 0;
    for (int i = 0; i < 96; ++i)
      sum += expected_arrivals(spec, midnight, Seconds{900.0 * i}, Seconds{900.0 * (i + 1)});
    CHECK(sum == doctest::Approx(expected_arrivals(spec, midnight, Seconds{0}, day)));
  }
}

TEST_CASE("few diurnal arrivals keep their rate over the borders of the hours, too") {
  // Two an hour by day, one by night: what is left of a gap at an hour's end goes on in the next.
  Eigen::ArrayXd rate = Eigen::ArrayXd::Constant(24, 2.0 / 3);
  rate.head(12) = 4.0 / 3;
  const DiurnalArrivals spec{1.5 / 3600, rate, Seconds{0}};
  const auto at = all(spec, 1, midnight, day * 1000);
  check_near_poisson(static_cast<double>(at.size()), 36 * 1000);
  const auto by_day =
      std::count_if(at.begin(), at.end(), [](double t) { return std::fmod(t, 86400) < 43200; });
  check_near_poisson(static_cast<double>(by_day), 24 * 1000);
}

TEST_CASE("a count's instant in its step says nothing of that in the next step") {
  constexpr Eigen::Index steps = 10000;
  const CountArrivals spec{{midnight, Seconds{60}, Eigen::ArrayXd::Ones(steps)}};
  const auto at = all(spec, 1, midnight, Seconds{60.0 * steps});
  REQUIRE(at.size() == steps);
  // Uniform in its step: of [0, 1) the mean is 1/2, and the variance 1/12.
  double sum = 0, product = 0, before = 0.5;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double part = at[i] / 60 - static_cast<double>(i);
    CHECK((part >= 0 && part < 1));
    sum += part;
    product += (before - 0.5) * (part - 0.5);
    before = part;
  }
  CHECK(std::abs(sum / steps - 0.5) < 4 * std::sqrt(1.0 / 12 / steps));
  CHECK(std::abs(product / steps) < 4 * (1.0 / 12) / std::sqrt(steps));
}
