#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "base/csv.hpp"
#include "report/comparison.hpp"

using namespace cadis;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

Interval interval(const std::vector<double>& values) { return mean_interval(values); }

/// How a figure stands in a table.
std::string cell(double value) {
  CsvWriter writer({"first", "figure", "last"});
  writer.cell(std::string_view{"a"}).cell(value).cell(std::string_view{"b"}).end_row();
  return writer.text().substr(writer.text().find("\na,") + 3);
}

}  // namespace

TEST_CASE("CEE is accuracy points per gram above the smallest variant") {
  // (76.130 - 73.314) points for (12 - 8) g
  CHECK(cee_pct_per_g({76.130, Grams{12}}, {73.314, Grams{8}}) ==
        doctest::Approx(0.704).epsilon(1e-12));
  // Both differences change their sign, or one of them.
  CHECK(cee_pct_per_g({72, Grams{6}}, {73, Grams{8}}) == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(cee_pct_per_g({74, Grams{6}}, {73, Grams{8}}) == doctest::Approx(-0.5).epsilon(1e-12));
  CHECK(cee_pct_per_g({73, Grams{9}}, {73, Grams{8}}) == 0);
}

TEST_CASE(
    "CEE is undefined, an empty cell, for the smallest variant itself and wherever the grams are "
    "equal") {
  const Outcome smallest{73.314, Grams{8}};
  CHECK(cell(cee_pct_per_g(smallest, smallest)) == ",b\n");
  CHECK(cell(cee_pct_per_g({76.130, Grams{8}}, smallest)) == ",b\n");
  CHECK(cell(cee_pct_per_g({76.130, Grams{std::nextafter(8.0, 9.0)}}, smallest)) ==
        ",b\n");  // rounding of a sum
  CHECK(cell(cee_pct_per_g({76.130, Grams{0}}, {73.314, Grams{0}})) == ",b\n");
  CHECK(cell(cee_pct_per_g({undefined, Grams{9}}, smallest)) == ",b\n");  // served nothing
  CHECK(cell(cee_pct_per_g({76.130, Grams{undefined}}, smallest)) == ",b\n");
  CHECK(cell(cee_pct_per_g({76.314, Grams{8 + 8e-9}}, smallest)) !=
        ",b\n");  // small, but no rounding error
}

TEST_CASE(
    "a gain is the quotient of two CEE less one, in percent, and needs a positive reference") {
  CHECK(cee_gain_pct(0.9, 0.5) == doctest::Approx(80).epsilon(1e-12));
  CHECK(cee_gain_pct(0.4, 0.5) == doctest::Approx(-20).epsilon(1e-12));
  CHECK(cee_gain_pct(-0.5, 0.5) == doctest::Approx(-200).epsilon(1e-12));
  CHECK(cee_gain_pct(0.5, 0.5) == 0);
  for (const double reference : {0.0, -0.5, undefined})
    CHECK(cell(cee_gain_pct(0.9, reference)) == ",b\n");
  CHECK(cell(cee_gain_pct(undefined, 0.5)) == ",b\n");
}

TEST_CASE(
    "a cut is the part of the reference's grams that was saved, a gap the part above the least "
    "possible") {
  CHECK(carbon_cut_pct(Grams{8}, Grams{10}) == doctest::Approx(20).epsilon(1e-12));
  CHECK(carbon_cut_pct(Grams{12}, Grams{10}) == doctest::Approx(-20).epsilon(1e-12));
  CHECK(carbon_cut_pct(Grams{10}, Grams{10}) == 0);
  CHECK(carbon_gap_pct(Grams{12}, Grams{10}) == doctest::Approx(20).epsilon(1e-12));
  CHECK(carbon_gap_pct(Grams{10}, Grams{10}) == 0);
  for (const double reference : {0.0, -1.0, undefined}) {
    CHECK(cell(carbon_cut_pct(Grams{8}, Grams{reference})) == ",b\n");
    CHECK(cell(carbon_gap_pct(Grams{8}, Grams{reference})) == ",b\n");
  }
}

TEST_CASE(
    "a 95 % interval over seeds is the mean plus and minus Student's t times the standard error") {
  // Variance 2.5, standard error sqrt(0.5), t(0.975; 4) = 2.7764451
  const auto five = interval({1, 2, 3, 4, 5});
  CHECK(five.mean == doctest::Approx(3).epsilon(1e-12));
  CHECK(five.low == doctest::Approx(1.0367568).epsilon(1e-7));
  CHECK(five.high == doctest::Approx(4.9632432).epsilon(1e-7));
  // Standard error 2, t(0.975; 1) = 12.7062047
  const auto two = interval({10, 14});
  CHECK(two.mean == doctest::Approx(12).epsilon(1e-12));
  CHECK(two.low == doctest::Approx(-13.4124095).epsilon(1e-7));
  CHECK(two.high == doctest::Approx(37.4124095).epsilon(1e-7));
  // Deviations -2, 0, 2: standard error sqrt(4 / 3), t(0.975; 2) = 4.3026527
  const auto three = interval({-2, 0, 2});
  CHECK(three.mean == doctest::Approx(0));
  CHECK(three.high == doctest::Approx(4.9682754).epsilon(1e-7));
  CHECK(three.low == doctest::Approx(-4.9682754).epsilon(1e-7));
}

TEST_CASE(
    "equal seeds have an interval of no width, one seed has none, and an undefined seed leaves no "
    "figure") {
  const auto equal = interval({7, 7, 7});
  CHECK((equal.mean == 7 && equal.low == 7 && equal.high == 7));
  const auto one = interval({7});
  CHECK(one.mean == 7);
  CHECK((cell(one.low) == ",b\n" && cell(one.high) == ",b\n"));
  for (const auto& values : {std::vector<double>{}, {undefined}, {1, undefined, 3}}) {
    const auto none = interval(values);
    CHECK((cell(none.mean) == ",b\n" && cell(none.low) == ",b\n" && cell(none.high) == ",b\n"));
  }
}
