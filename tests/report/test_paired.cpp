#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "base/random.hpp"
#include "report/plain_samples.hpp"
#include "report/undefined.hpp"

using namespace cadis;
using test::compare_days;
using test::compare_seeds;

namespace {

PairedDifference by_seeds(const std::vector<double>& a, const std::vector<double>& b,
                          Goal goal = Goal::less) {
  return compare_seeds(a, b, goal);
}

bool says_nothing_of_scatter(const PairedDifference& c) {
  return std::isnan(c.difference.low) && std::isnan(c.difference.high) && std::isnan(c.p) &&
         std::isnan(c.probability_better);
}

}  // namespace

TEST_CASE("policies are compared by their differences seed by seed, not by their means") {
  // Seeds differ by hundreds of grams, policies by -1, -2 and -3: mean -2, standard error
  // 1 / sqrt(3), t = -2 sqrt(3). With 2 degrees of freedom the tail is
  // (1 - |t| / sqrt(2 + t^2)) / 2, so p = 1 - sqrt(12 / 14).
  const auto c = by_seeds({99, 498, 797}, {100, 500, 800});
  CHECK(c.pairs == 3);
  CHECK(c.difference.mean == doctest::Approx(-2).epsilon(1e-12));
  CHECK(c.difference.low == doctest::Approx(-2 - 4.3026527 / std::sqrt(3)).epsilon(1e-7));
  CHECK(c.difference.high == doctest::Approx(-2 + 4.3026527 / std::sqrt(3)).epsilon(1e-7));
  CHECK(c.p == doctest::Approx(1 - std::sqrt(12.0 / 14)).epsilon(1e-9));
  // On a new seed t = 2 / sqrt(1 + 1/3) = sqrt(3): (1 + sqrt(3 / 5)) / 2.
  CHECK(c.probability_better == doctest::Approx((1 + std::sqrt(0.6)) / 2).epsilon(1e-9));
}

TEST_CASE("exchanging the policies, or what is better, turns the comparison round") {
  const std::vector<double> a{3, 1, 4, 1, 5}, b{2, 7, 1, 8, 2};
  const auto one = by_seeds(a, b), exchanged = by_seeds(b, a),
             other_goal = by_seeds(a, b, Goal::more);
  CHECK(exchanged.difference.mean == doctest::Approx(-one.difference.mean).epsilon(1e-12));
  CHECK(exchanged.difference.low == doctest::Approx(-one.difference.high).epsilon(1e-12));
  CHECK(exchanged.p == doctest::Approx(one.p).epsilon(1e-12));
  CHECK(exchanged.probability_better == doctest::Approx(1 - one.probability_better).epsilon(1e-12));
  CHECK(other_goal.p == one.p);
  CHECK(other_goal.probability_better ==
        doctest::Approx(1 - one.probability_better).epsilon(1e-12));
}

TEST_CASE("p is at most 0.05 exactly where the interval leaves out 0") {
  RandomStream random(1, "interval and p");
  int outside = 0;
  for (int study = 0; study < 500; ++study) {
    std::vector<double> a, b(6, 10.0);
    for (int seed = 0; seed < 6; ++seed) a.push_back(11 + random.normal());
    const auto c = by_seeds(a, b);
    const bool leaves_out = c.difference.low > 0 || c.difference.high < 0;
    CHECK((c.p <= 0.05) == leaves_out);
    outside += leaves_out;
  }
  CHECK((outside > 50 && outside < 450));
}

TEST_CASE("equal policies are a tie, and a difference that never varies is certain") {
  const auto tie = by_seeds({7, 8, 9}, {7, 8, 9});
  CHECK(tie.difference.mean == 0);
  CHECK((tie.difference.low == 0 && tie.difference.high == 0));
  CHECK((tie.p == 1 && tie.probability_better == 0.5));
  // Sums of grams in another order
  const auto rounding = by_seeds({0.1 + 0.2, 8, 9}, {0.3, std::nextafter(8.0, 9.0), 9});
  CHECK((rounding.difference.mean == 0 && rounding.p == 1));
  const auto certain = by_seeds({6, 7, 8}, {7, 8, 9});
  CHECK((certain.difference.mean == -1 && certain.p == 0 && certain.probability_better == 1));
  CHECK(by_seeds({6, 7, 8}, {7, 8, 9}, Goal::more).probability_better == 0);
}

TEST_CASE("differences that cancel up to rounding have the mean 0, and so no rank") {
  // -0.1, 0.3 and -0.2, as doubles have them: their sum is not 0.
  REQUIRE((7.9 - 8) + (8.3 - 8) + (8.8 - 9) != 0);
  const auto cancel = by_seeds({7.9, 8.3, 8.8}, {8, 8, 9});
  CHECK((cancel.difference.mean == 0 && cancel.p == 1 && cancel.probability_better == 0.5));
  CHECK((cancel.difference.low < 0 && cancel.difference.high > 0));
}

TEST_CASE("of a run and its days without one, what rounding alone sets apart is no difference") {
  // Each day's pseudo-value of 20 is 20 times what rounding left of 1000 g.
  const auto days = [](const std::vector<double>& grams, double factor) {
    Sample sample{{std::accumulate(grams.begin(), grams.end(), 0.0) * factor}, {}};
    for (const double day : grams)
      sample.without_day.emplace_back(20.0 / 19 * factor *
                                      (sample.seeds[0].value() / factor - day));
    return sample;
  };
  std::vector<double> grams;
  for (int day = 0; day < 20; ++day) grams.push_back(50 + 3 * (day % 7));
  const Sample a = days(grams, 1), rounded = days(grams, 1 + 4e-13), less = days(grams, 1 - 4e-11);
  REQUIRE(rounded.seeds[0].value() != a.seeds[0].value());
  const auto none = compare(a, rounded, Goal::less);
  CHECK(none.pairs == 20);
  CHECK((none.difference.mean == 0 && none.difference.low == 0 && none.difference.high == 0));
  CHECK((none.p == 1 && none.probability_better == 0.5));
  const auto real = compare(less, a, Goal::less);
  CHECK(real.difference.mean == doctest::Approx(-4e-11 * a.seeds[0].value()).epsilon(1e-3));
  CHECK((real.p < 1e-6 && real.probability_better > 0.99));
}

TEST_CASE("one seed has a mean difference and no more, and an undefined seed leaves nothing") {
  const auto one = by_seeds({7}, {9});
  CHECK((one.pairs == 1 && one.difference.mean == -2));
  CHECK(says_nothing_of_scatter(one));
  for (const auto& none : {by_seeds({}, {}), by_seeds({1, undefined, 3}, {2, 3, 4}),
                           by_seeds({1, 2, 3}, {2, 3, undefined})}) {
    CHECK(std::isnan(none.difference.mean));
    CHECK(says_nothing_of_scatter(none));
  }
  CHECK_THROWS_AS(by_seeds({1, 2}, {1}), std::invalid_argument);
}

TEST_CASE("one long run each is compared day by day, from fourteen days on") {
  RandomStream random(1, "days of two policies");
  std::vector<double> a, b;
  for (int day = 0; day < 13; ++day) {
    b.push_back(500 + 100 * random.normal());
    a.push_back(b.back() - 2 + random.normal());
  }
  CHECK(says_nothing_of_scatter(compare_days(a, b, Goal::less)));
  a.push_back(a.front());
  b.push_back(b.front());
  const auto c = compare_days(a, b, Goal::less);
  CHECK(c.pairs == 14);
  CHECK(c.difference.high < 0);
  CHECK(c.p < 0.05);
  CHECK(c.probability_better > 0.8);
  // It is the interval of the differences' days.
  std::vector<double> differences;
  for (std::size_t day = 0; day < 14; ++day) differences.push_back(a[day] - b[day]);
  CHECK(c.difference.low == t_interval(over_days(differences)).low);
  a[2] = undefined;
  CHECK(std::isnan(compare_days(a, b, Goal::less).difference.mean));
}

TEST_CASE("the probability forecasts a new seed better than the share of seeds won") {
  // Brier's score: the mean square of forecast minus what happened.
  for (const int count : {3, 5}) {
    RandomStream random(1, "forecasts of a new seed");
    const std::vector<double> zero(static_cast<std::size_t>(count), 0.0);
    double by_model = 0, by_share = 0;
    for (int study = 0; study < 5000; ++study) {
      const double effect = random.normal();
      std::vector<double> a;
      double won = 0;
      for (int seed = 0; seed < count; ++seed) {
        a.push_back(effect + random.normal());
        won += a.back() > 0;
      }
      const double happened = effect + random.normal() > 0;
      const double forecast = compare_seeds(a, zero, Goal::more).probability_better;
      by_model += (forecast - happened) * (forecast - happened) / 5000;
      by_share += (won / count - happened) * (won / count - happened) / 5000;
    }
    INFO(count, " seeds: ", by_model, " against ", by_share);
    CHECK(by_model < by_share - 0.01);
  }
}
