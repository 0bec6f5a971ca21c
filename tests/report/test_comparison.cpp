#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "base/csv.hpp"
#include "report/comparison.hpp"
#include "report/undefined.hpp"

using namespace cadis;

namespace {

/// How a figure stands in a table.
std::string cell(const Figure& figure) {
  CsvWriter writer({"first", "figure", "last"});
  writer.cell(std::string_view{"a"}).cell(figure.value()).cell(std::string_view{"b"}).end_row();
  return writer.text().substr(writer.text().find("\na,") + 3);
}

}  // namespace

TEST_CASE("CEE is accuracy points per gram above the smallest variant") {
  // (76.130 - 73.314) points for (12 - 8) g
  CHECK(cee_pct_per_g({76.130, 12}, {73.314, 8}).value() == doctest::Approx(0.704).epsilon(1e-12));
  // Both differences change their sign, or one of them.
  CHECK(cee_pct_per_g({72, 6}, {73, 8}).value() == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(cee_pct_per_g({74, 6}, {73, 8}).value() == doctest::Approx(-0.5).epsilon(1e-12));
  CHECK(cee_pct_per_g({73, 9}, {73, 8}).value() == 0);
}

TEST_CASE(
    "CEE is undefined, an empty cell, for the smallest variant itself and wherever the grams are "
    "equal") {
  const Outcome smallest{73.314, 8};
  CHECK(cell(cee_pct_per_g(smallest, smallest)) == ",b\n");
  CHECK(cell(cee_pct_per_g({76.130, 8}, smallest)) == ",b\n");
  CHECK(cell(cee_pct_per_g({76.130, std::nextafter(8.0, 9.0)}, smallest)) ==
        ",b\n");  // rounding of a sum
  CHECK(cell(cee_pct_per_g({76.130, 0}, {73.314, 0})) == ",b\n");
  CHECK(cell(cee_pct_per_g({undefined, 9}, smallest)) == ",b\n");  // served nothing
  CHECK(cell(cee_pct_per_g({76.130, undefined}, smallest)) == ",b\n");
  CHECK(cell(cee_pct_per_g({76.314, 8 + 8e-9}, smallest)) !=
        ",b\n");  // small, but no rounding error
}

TEST_CASE(
    "a gain is the quotient of two CEE less one, in percent, and needs a positive reference") {
  CHECK(cee_gain_pct(0.9, 0.5).value() == doctest::Approx(80).epsilon(1e-12));
  CHECK(cee_gain_pct(0.4, 0.5).value() == doctest::Approx(-20).epsilon(1e-12));
  CHECK(cee_gain_pct(-0.5, 0.5).value() == doctest::Approx(-200).epsilon(1e-12));
  CHECK(cee_gain_pct(0.5, 0.5).value() == 0);
  for (const double reference : {0.0, -0.5, undefined})
    CHECK(cell(cee_gain_pct(0.9, reference)) == ",b\n");
  CHECK(cell(cee_gain_pct(undefined, 0.5)) == ",b\n");
}

TEST_CASE(
    "a cut is the part of the reference's grams that was saved, a gap the part above the least "
    "possible") {
  CHECK(carbon_cut_pct(8, 10).value() == doctest::Approx(20).epsilon(1e-12));
  CHECK(carbon_cut_pct(12, 10).value() == doctest::Approx(-20).epsilon(1e-12));
  CHECK(carbon_cut_pct(10, 10).value() == 0);
  CHECK(carbon_gap_pct(12, 10).value() == doctest::Approx(20).epsilon(1e-12));
  CHECK(carbon_gap_pct(10, 10).value() == 0);
  for (const double reference : {0.0, -1.0, undefined}) {
    CHECK(cell(carbon_cut_pct(8, reference)) == ",b\n");
    CHECK(cell(carbon_gap_pct(8, reference)) == ",b\n");
  }
}
