#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "docs/page.hpp"
#include "report/bca.hpp"
#include "report/binomial_band.hpp"
#include "report/interval.hpp"
#include "report/jackknife.hpp"
#include "sanitizers.hpp"

// How often the intervals hold the true mean, in studies of drawn values. What they must hold is
// what the tables of docs/validation.md say, found there by another program.

using namespace cadis;
using namespace cadis::tests;

namespace {

struct Distribution {
  double mean;
  double (*draw)(RandomStream& random);
};

/// A quarter's scatter, cut at three deviations.
double about_one(RandomStream& random) { return 1 + 0.25 * std::clamp(random.normal(), -3.0, 3.0); }

const std::map<std::string, Distribution>& distributions() {
  static const std::map<std::string, Distribution> all{
      {"normal", {0, [](RandomStream& r) { return r.normal(); }}},
      // E[1 / about_one], by numerical integration
      {"ratio",
       {1.0788169720500485,
        [](RandomStream& r) {
          const double over = about_one(r);
          return over / about_one(r);
        }}},
      {"exponential", {1, [](RandomStream& r) { return r.exponential(); }}},
      {"lognormal", {std::exp(0.5), [](RandomStream& r) { return std::exp(r.normal()); }}},
  };
  return all;
}

/// The numbers in a row of a table, behind its first cell.
std::vector<double> numbers(const Row& row) {
  std::vector<double> values;
  for (const auto& cell : all_matches(row.text, R"(\| +(\d[\d.]*) +(?=\|))"))
    values.push_back(std::stod(cell));
  return values;
}

bool holds(const Interval& interval, double mean) {
  return interval.low <= mean && mean <= interval.high;
}

std::vector<double> autoregressive_days(RandomStream& random, std::size_t days, double phi) {
  std::vector<double> values{random.normal()};
  while (values.size() < days)
    values.push_back(phi * values.back() + std::sqrt(1 - phi * phi) * random.normal());
  return values;
}

/// Of the ratio of two sums over days, each day 1 +- 0.25.
Interval ratio_interval(RandomStream& random, std::size_t days, double phi) {
  const auto above = autoregressive_days(random, days, phi);
  const auto below = autoregressive_days(random, days, phi);
  const double n = static_cast<double>(days);
  const auto sum = [n](const std::vector<double>& values) {
    return n + 0.25 * std::accumulate(values.begin(), values.end(), 0.0);
  };
  std::vector<Figure> without;
  for (std::size_t day = 0; day < days; ++day) {
    without.emplace_back((sum(above) - 1 - 0.25 * above[day]) /
                         (sum(below) - 1 - 0.25 * below[day]));
  }
  return t_interval(over_days(pseudo_values(sum(above) / sum(below), without)));
}

}  // namespace

TEST_CASE("Student's t holds the mean of seeds as often as docs/validation.md says" *
          doctest::skip(test::is_sanitized)) {
  int rows = 0;
  for (const Row& row : Page::read("validation.md").section("seeds").rows()) {
    const auto cells = numbers(row);
    REQUIRE(cells.size() == 8);
    const Distribution& distribution = distributions().at(row.names.at(0));
    RandomStream random(1, "coverage/" + row.names[0]);
    const std::vector<std::size_t> sizes{3, 5, 10, 30};
    for (std::size_t column = 0; column < sizes.size(); ++column) {
      int held = 0;
      for (int study = 0; study < 1000; ++study) {
        std::vector<double> values(sizes[column]);
        for (double& value : values) value = distribution.draw(random);
        held += holds(mean_interval(values), distribution.mean);
      }
      INFO(row.names[0], ", ", sizes[column], " seeds");
      CHECK_MESSAGE(in_band(held, 1000, cells[column] / 100), held);
    }
    ++rows;
  }
  CHECK(rows == 4);
}

TEST_CASE(
    "the BCa bootstrap holds it as often as docs/validation.md says, at few seeds less often" *
    doctest::skip(test::is_sanitized)) {
  for (const Row& row : Page::read("validation.md").section("seeds").rows()) {
    const auto cells = numbers(row);
    REQUIRE(cells.size() == 8);
    const Distribution& distribution = distributions().at(row.names.at(0));
    RandomStream random(1, "coverage/" + row.names[0]);
    const std::vector<std::size_t> sizes{3, 5, 10};
    for (std::size_t column = 0; column < sizes.size(); ++column) {
      int held = 0;
      for (int study = 0; study < 250; ++study) {
        std::vector<double> values(sizes[column]);
        for (double& value : values) value = distribution.draw(random);
        const auto name = "bootstrap/" + std::to_string(study);
        held += holds(bca_interval(values, 500, name), distribution.mean);
      }
      INFO(row.names[0], ", ", sizes[column], " seeds");
      CHECK_MESSAGE(in_band(held, 250, cells[4 + column] / 100), held);
      CHECK(cells[4 + column] < cells[column]);
    }
  }
}

TEST_CASE("a ratio's interval over days holds it as often as docs/validation.md says" *
          doctest::skip(test::is_sanitized)) {
  int rows = 0;
  for (const Row& row : Page::read("validation.md").section("Ratios").rows()) {
    const auto cells = numbers(row);
    REQUIRE(cells.size() == 4);
    const double phi = std::stod(row.names.at(0));
    RandomStream random(1, "coverage/ratios/" + row.names[0]);
    const std::vector<std::size_t> sizes{14, 30, 90, 365};
    for (std::size_t column = 0; column < sizes.size(); ++column) {
      int held = 0;
      for (int study = 0; study < 1000; ++study)
        held += holds(ratio_interval(random, sizes[column], phi), 1);
      INFO(phi, ", ", sizes[column], " days");
      CHECK_MESSAGE(in_band(held, 1000, cells[column] / 100), held);
    }
    ++rows;
  }
  CHECK(rows == 4);
}

TEST_CASE("the interval over days holds the mean as often as docs/validation.md says" *
          doctest::skip(test::is_sanitized)) {
  int rows = 0;
  for (const Row& row : Page::read("validation.md").section("days").rows()) {
    const auto cells = numbers(row);
    REQUIRE(cells.size() == 5);
    const double phi = std::stod(row.names.at(0));
    RandomStream random(1, "coverage/days/" + row.names[0]);
    const std::vector<std::size_t> sizes{14, 30, 90, 365};
    for (std::size_t column = 0; column < sizes.size(); ++column) {
      int held = 0, held_as_seeds = 0;
      for (int study = 0; study < 1000; ++study) {
        const auto values = autoregressive_days(random, sizes[column], phi);
        held += holds(t_interval(over_days(values)), 0);
        held_as_seeds += holds(mean_interval(values), 0);
      }
      INFO(phi, ", ", sizes[column], " days");
      CHECK_MESSAGE(in_band(held, 1000, cells[column] / 100), held);
      // The last column: 365 days taken as independent.
      if (sizes[column] == 365)
        CHECK_MESSAGE(in_band(held_as_seeds, 1000, cells.back() / 100), held_as_seeds);
    }
    ++rows;
  }
  CHECK(rows == 5);
}
