#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "report/binomial_band.hpp"
#include "report/holm.hpp"
#include "report/plain_samples.hpp"
#include "report/undefined.hpp"

using namespace cadis;
using cadis::tests::in_band;

namespace {

std::vector<double> corrected(const std::vector<double>& p) { return holm(p); }

void check_equal(const std::vector<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(std::isnan(found[i]) == std::isnan(expected[i]));
    if (!std::isnan(expected[i])) CHECK(found[i] == doctest::Approx(expected[i]).epsilon(1e-12));
  }
}

}  // namespace

TEST_CASE("Holm's correction multiplies the smallest p by the family's size, and so on down") {
  // Sorted 0.005, 0.01, 0.03, 0.04: times 4, 3, 2, 1 gives 0.02, 0.03, 0.06, 0.04; the last is
  // raised to 0.06, since a larger p cannot be corrected to a smaller one.
  check_equal(corrected({0.01, 0.04, 0.03, 0.005}), {0.03, 0.06, 0.06, 0.02});
  check_equal(corrected({0.02}), {0.02});
  check_equal(corrected({0.5, 0.6}), {1, 1});
  check_equal(corrected({0.01, 0.01}), {0.02, 0.02});
  check_equal(corrected({0, 1}), {0, 1});
}

TEST_CASE("an undefined p stays undefined and makes the family no larger") {
  check_equal(corrected({0.02, undefined, 0.03}), {0.04, undefined, 0.04});
  check_equal(corrected({undefined, undefined}), {undefined, undefined});
  check_equal(corrected({}), {});
}

TEST_CASE("a verdict says better or worse at 5 % after correction, and otherwise not") {
  CHECK(verdict(-2, 0.049, Goal::less) == "better");
  CHECK(verdict(-2, 0.049, Goal::more) == "worse");
  CHECK(verdict(2, 0.049, Goal::less) == "worse");
  CHECK(verdict(2, 0.05, Goal::more) == "better");
  CHECK(verdict(-2, 0.051, Goal::less) == "no difference shown");
  CHECK(verdict(0, 1, Goal::less) == "no difference shown");
  CHECK(verdict(-2, undefined, Goal::less).empty());
  CHECK(verdict(undefined, undefined, Goal::more).empty());
}

TEST_CASE("of families of six equal pairs of policies, one in twenty has a false finding") {
  // Independent, so 1 - (1 - 0.05 / 6)^6 = 4.90 % corrected and 1 - 0.95^6 = 26.5 % uncorrected.
  RandomStream random(1, "families");
  const std::vector<double> zero(5, 0.0);
  int found = 0, found_uncorrected = 0;
  for (int family = 0; family < 2000; ++family) {
    std::vector<double> p;
    for (int pair = 0; pair < 6; ++pair) {
      std::vector<double> a;
      for (int seed = 0; seed < 5; ++seed) a.push_back(random.normal());
      p.push_back(test::compare_seeds(a, zero, Goal::less).p);
    }
    bool any = false, any_uncorrected = false;
    for (const double value : p) any_uncorrected |= value <= 0.05;
    for (const double value : holm(p)) any |= !verdict(1, value, Goal::less).starts_with("no");
    found += any;
    found_uncorrected += any_uncorrected;
  }
  CHECK_MESSAGE(in_band(found, 2000, 0.0490), found);
  CHECK_MESSAGE(in_band(found_uncorrected, 2000, 0.2649), found_uncorrected);
}
