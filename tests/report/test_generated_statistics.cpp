#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "docs/page.hpp"
#include "model/climatology_series.hpp"
#include "model/scenario_reader.hpp"
#include "report/trace_statistics.hpp"
#include "sanitizers.hpp"

// What a climatology generates beside the statistics of the series that it was derived from.

using namespace cadis;
using namespace cadis::tests;

namespace {

constexpr std::uint64_t seeds = 20;

struct Difference {
  double size;
  std::string grid;
  auto operator<=>(const Difference&) const = default;
};

/// The autocorrelation after 24 h of the process that years were drawn from: about the mean of all
/// of them, since a year's own mean takes with it what varies slowly.
double pooled_acf_24h(const std::vector<Eigen::ArrayXd>& years) {
  double mean = 0, squares = 0, products = 0;
  for (const auto& year : years) mean += year.mean() / static_cast<double>(years.size());
  for (const auto& year : years) {
    const Eigen::ArrayXd about = year - mean;
    const Eigen::Index rest = about.size() - 24;
    squares += about.square().mean();
    products += (about.head(rest) * about.tail(rest)).mean();
  }
  return products / squares;
}

/// The differences of all shipped grids from their sources, by statistic: relative for the mean and
/// the deviation, absolute for the rest. `finite_year` and `process` are the parts of that of
/// acf_lag24h.
std::map<std::string, std::vector<Difference>> differences() {
  std::map<std::string, std::vector<Difference>> found;
  const auto traces = data_folder() / "traces";
  const auto index = CsvTable::read(traces / "climatologies.csv");
  for (std::size_t row = 0; row < index.rows(); ++row) {
    const auto cell = [&](const char* title) {
      return index.cell(row, index.column(title).value());
    };
    const Climatology climatology = read_climatology(traces, cell("name"));
    const UtcTime start = parse_utc(cell("year") + "-01-01T00:00:00Z").value();
    std::map<std::string, double> means;
    std::vector<Eigen::ArrayXd> years;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const StepSeries series =
          generate(climatology, start, Seconds{365 * 86400.0}, Seconds{3600}, seed);
      for (const NamedFigure& figure : figures(describe(series), "g_per_kwh"))
        means[figure.name] += figure.value / seeds;
      years.push_back(series.values);
    }
    for (const char* name :
         {"mean_g_per_kwh", "std_g_per_kwh", "daily_swing", "acf_lag1h", "acf_lag24h"}) {
      const double source = parse_number(cell(name)).value();
      const bool is_relative = std::string(name).ends_with("g_per_kwh");
      found[name].push_back(
          {std::abs(means[name] - source) / (is_relative ? source : 1), cell("name")});
    }
    const double of_process = pooled_acf_24h(years);
    found["finite_year"].push_back({of_process - means["acf_lag24h"], cell("name")});
    found["process"].push_back(
        {std::abs(of_process - parse_number(cell("acf_lag24h")).value()), cell("name")});
  }
  return found;
}

}  // namespace

TEST_CASE("generated years have their grid's statistics as closely as docs/validation.md says" *
          doctest::skip(test::is_sanitized)) {
  const auto found = differences();
  const Page section = Page::read("validation.md").section("Generated");
  std::vector<Row> rows = section.own().rows();
  CHECK(rows.size() == 5);
  for (const Row& part : section.section("finite").rows()) rows.push_back(part);
  CHECK(rows.size() == 7);
  for (const Row& row : rows) {
    const auto limits = all_matches(row.text, R"(\| +(\d[\d.]*) +(?=\|))");
    REQUIRE(limits.size() == 2);
    std::vector<Difference> all = found.at(row.names.at(0));
    REQUIRE(all.size() >= 100);
    std::sort(all.begin(), all.end());
    const Difference& median = all[all.size() / 2];
    const Difference& largest = all.back();
    INFO(row.names[0], ": median ", median.size, ", largest ", largest.size, " of ", largest.grid);
    CHECK(median.size <= std::stod(limits[0]));
    CHECK(largest.size <= std::stod(limits[1]));
    CHECK(row.text.find("| " + largest.grid + " |") != std::string::npos);
    // A tolerance that twice the truth would meet says nothing.
    CHECK(median.size > 0.5 * std::stod(limits[0]));
    CHECK(largest.size > 0.5 * std::stod(limits[1]));
  }
}
