#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "report/comparison.hpp"
#include "report/undefined.hpp"

using namespace cadis;

TEST_CASE("of a difference below 1e-12 of the larger figure nothing is left, of one above all") {
  CHECK((Figure(0.1 + 0.2) - Figure(0.3)).value() == 0);
  CHECK((Figure(1) - Figure(1 + 0.9e-12)).value() == 0);
  CHECK((Figure(1 + 0.9e-12) - Figure(1)).value() == 0);
  CHECK((Figure(1) - Figure(1 + 1.1e-12)).value() == 1 - (1 + 1.1e-12));
  CHECK((Figure(0) - Figure(1e-300)).value() == -1e-300);
  CHECK((Figure(0) - Figure(0)).value() == 0);
}

TEST_CASE("what was worked out elsewhere is 0 below 1e-12 of the size that is stated") {
  CHECK(Figure(2e-10, 1e3).value() == 0);
  CHECK(Figure(-2e-9, 1e3).value() == -2e-9);
  CHECK(Figure(5, 1e3).scale() == 1e3);
  CHECK(Figure(5, 1).scale() == 5);
}

TEST_CASE("the size of what a figure came from goes on through differences and quotients") {
  const Figure difference = Figure(80.1) - 80;
  CHECK(difference.scale() == 80.1);
  CHECK((100 * difference).scale() == 100 * 80.1);
  CHECK((difference - difference).scale() == 80.1);
  // (80.1 - 80) / (1001 - 1000): errors of 80.1 parts in 0.1 weigh more than of 1001 in 1.
  const Figure quotient = difference / (Figure(1001) - 1000);
  CHECK(quotient.value() == (80.1 - 80) / 1);
  CHECK(quotient.scale() == doctest::Approx(1001 * 0.1).epsilon(1e-9));
  CHECK((difference / 2).scale() == 80.1 / 2);
}

TEST_CASE("a quotient by nothing but rounding is undefined, and so is what comes from one") {
  const Figure nothing = Figure(0.1 + 0.2) - 0.3;
  for (const Figure& quotient : {1 / nothing, Figure(1) / 0, 1 / Figure(undefined)}) {
    CHECK(std::isnan(quotient.value()));
    CHECK(std::isnan((quotient - 1).value()));
    CHECK(std::isnan((1 - quotient).value()));
    CHECK(std::isnan((quotient / quotient).value()));
  }
  CHECK((nothing / 3).value() == 0);
}

TEST_CASE("a gain knows that both CEEs are differences of nearly equal figures") {
  // A thousandth of a gram, and of a point, between runs of 1 g and 70 %: CEEs hold to 1e-9 of
  // themselves, not to 1e-12.
  const Outcome smallest{70, 1};
  const Outcome large{70.001, 1.001}, same{70.001 * (1 + 1e-14), 1.001}, better{70.0011, 1.001};
  const Figure cee = cee_pct_per_g(large, smallest);
  CHECK(cee_pct_per_g(same, smallest).value() != cee.value());
  CHECK(cee_gain_pct(cee_pct_per_g(same, smallest), cee).value() == 0);
  CHECK(cee_gain_pct(cee_pct_per_g(better, smallest), cee).value() ==
        doctest::Approx(10).epsilon(1e-6));
}

TEST_CASE("cuts and gaps of grams that only rounding sets apart are 0") {
  const double sum = 0.1 + 0.2;
  REQUIRE(sum != 0.3);
  CHECK(carbon_cut_pct(sum, 0.3).value() == 0);
  CHECK(carbon_gap_pct(sum, 0.3).value() == 0);
  CHECK(carbon_cut_pct(0.3 * (1 + 1e-11), 0.3).value() < 0);
  CHECK(carbon_gap_pct(0.3 * (1 + 1e-11), 0.3).value() > 0);
}

TEST_CASE("a gain is 0 exactly where the difference of the CEEs is, a cut where the grams' is") {
  RandomStream random(1, "gains and differences");
  const auto apart = [&](double value) {  // by 1e-17 to 1e-5 of itself
    return value *
           (1 + (random.uniform() < 0.5 ? -1 : 1) * std::pow(10, -5 - 12 * random.uniform()));
  };
  int equal = 0;
  constexpr int runs = 20000;
  for (int run = 0; run < runs; ++run) {
    const Outcome smallest{60 + 20 * random.uniform(), 1 + 1000 * random.uniform()};
    const double part = std::pow(10, -6 * random.uniform());
    const Outcome a{smallest.accuracy_pct.value() * (1 + part),
                    smallest.carbon_g.value() * (1 + part * random.uniform())};
    const Outcome b{apart(a.accuracy_pct.value()), apart(a.carbon_g.value())};
    const Figure cee_a = cee_pct_per_g(a, smallest), cee_b = cee_pct_per_g(b, smallest);
    if (!(cee_b.value() > 0)) continue;
    const bool are_equal = (cee_a - cee_b).value() == 0;
    CHECK((cee_gain_pct(cee_a, cee_b).value() == 0) == are_equal);
    const bool are_grams_equal = (a.carbon_g - b.carbon_g).value() == 0;
    CHECK((carbon_cut_pct(a.carbon_g, b.carbon_g).value() == 0) == are_grams_equal);
    CHECK((carbon_gap_pct(a.carbon_g, b.carbon_g).value() == 0) == are_grams_equal);
    equal += are_equal;
  }
  CHECK((equal > runs / 10 && equal < runs * 9 / 10));
}
