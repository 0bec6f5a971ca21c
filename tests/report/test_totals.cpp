#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "base/random.hpp"
#include "engine/hand_built.hpp"
#include "report/jackknife.hpp"
#include "report/sample.hpp"
#include "report/totals.hpp"

using namespace cadis;

namespace {

Totals totals(double served, double accuracy, double carbon) {
  return {served, served, accuracy, Grams{carbon}, Joules{carbon}};
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("without a day a run is its other days, stretched over it, and the hours beside them") {
  // Three whole days, and hours with 10 requests at 50 % and 1 g.
  const DayTotals days{totals(100, 70, 20), totals(200, 80, 40), totals(300, 60, 30)};
  const Totals run{610, 610, (7000 + 16000 + 18000 + 500) / 610.0, Grams{91}, Joules{91}};
  const auto without = without_each_day(run, days);
  REQUIRE(without.size() == 3);
  CHECK(without[0].served.value() == doctest::Approx(10 + 1.5 * 500));
  CHECK(without[0].arrivals.value() == doctest::Approx(10 + 1.5 * 500));
  CHECK(without[0].carbon_g.value() == doctest::Approx(1 + 1.5 * 70));
  CHECK(without[0].switch_energy_j.value() == doctest::Approx(1 + 1.5 * 70));
  CHECK(without[0].accuracy_served_pct.value() ==
        doctest::Approx((500 + 1.5 * 34000) / (10 + 1.5 * 500)));
  CHECK(without_each_day(run, {days[0]}).empty());
}

TEST_CASE("a day on which nothing was served counts with its grams") {
  const DayTotals days{totals(0, std::nan(""), 5), totals(100, 70, 20)};
  const auto without = without_each_day(totals(100, 70, 25), days);
  REQUIRE(without.size() == 2);
  CHECK(without[0].accuracy_served_pct.value() == doctest::Approx(70));
  CHECK(without[0].carbon_g.value() == doctest::Approx(40));
  CHECK(std::isnan(without[1].accuracy_served_pct.value()));
}

TEST_CASE("where one day has nearly all, what is left without it knows the size of the whole run") {
  const DayTotals days{totals(1e6, 70, 1e6), totals(0, std::nan(""), 1e-3)};
  const Totals run = totals(1e6, 70, 1e6 + 1e-3);
  const auto without = without_each_day(run, days);
  CHECK(without[0].carbon_g.value() == doctest::Approx(2e-3).epsilon(1e-6));
  CHECK(without[0].carbon_g.scale() == 1e6 + 1e-3);
  CHECK((without[0].carbon_g - without[0].carbon_g.value() * (1 + 1e-6)).value() == 0);
  CHECK(without[0].served.value() == 0);
  CHECK(std::isnan(without[0].accuracy_served_pct.value()));
}

TEST_CASE("days that only rounding sets apart scatter by nothing") {
  const std::vector<Figure> without{{2.8, 80}, {2.8 + 1e-13, 80}, {2.8 - 3e-13, 80}};
  for (const double day : pseudo_values({2.8, 80}, without)) CHECK(day == 2.8);
}

TEST_CASE("a day's pseudo-value of a sum is its part times the days, of a mean the value itself") {
  const std::vector<double> parts{1, 5, 2, 4};  // the mean: 3
  std::vector<Figure> sum_without, mean_without;
  for (const double part : parts) {
    sum_without.emplace_back(4.0 / 3 * (12 - part));
    mean_without.emplace_back((12 - part) / 3);
  }
  const auto of_sum = pseudo_values(12, sum_without), of_mean = pseudo_values(3, mean_without);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    CHECK(of_sum[i] == doctest::Approx(4 * parts[i]));
    CHECK(of_mean[i] == doctest::Approx(parts[i]));
  }
}

TEST_CASE(
    "pseudo-values have the figure itself as their mean, and none is left of an undefined one") {
  // A ratio: its jackknife estimate differs from it.
  const auto values = pseudo_values(2.0, std::vector<Figure>{1.5, 2.5, 2.3});
  CHECK(mean(values) == doctest::Approx(2.0));
  for (const double value : pseudo_values(2.0, std::vector<Figure>{1.5, std::nan("")}))
    CHECK(std::isnan(value));
  for (const double value : pseudo_values(std::nan(""), std::vector<Figure>{1.5, 2}))
    CHECK(std::isnan(value));
}

TEST_CASE(
    "a figure rests on seeds where there are several, else on 14 days or more, else on nothing") {
  const auto itself = [](double value) { return value; };
  Replicas<double> replicas{{1.0}, {}};
  CHECK(replicas.sample(itself).over() == Over::nothing);
  CHECK(std::isnan(mean_interval(replicas.sample(itself)).low));
  replicas.without_day.assign(13, 1.0);
  CHECK(replicas.sample(itself).over() == Over::nothing);
  CHECK(mean_interval(replicas.sample(itself)).mean == 1);
  replicas.without_day.assign(14, 1.0);
  CHECK(replicas.sample(itself).over() == Over::days);
  CHECK(mean_interval(replicas.sample(itself)).low == doctest::Approx(1));
  replicas.seeds = {1.0, 2.0};
  CHECK(replicas.sample(itself).over() == Over::seeds);
  CHECK(mean_interval(replicas.sample(itself)).mean == 1.5);
}

TEST_CASE("comparisons look at the accuracy of answers, whatever was dropped or left") {
  Summary summary;
  summary.arrivals = 100;
  summary.served = 80;
  summary.accuracy_served_pct = 75;
  summary.accuracy_all_pct = 60;
  summary.carbon = Grams{5};
  summary.switch_energy = Joules{7};
  const Totals found = totals_of(summary);
  CHECK(found.arrivals == 100);
  CHECK(found.served == 80);
  CHECK(found.accuracy_served_pct == 75);
  CHECK(figures_of(found).outcome().accuracy_pct.value() == 75);
  CHECK(figures_of(found).outcome().carbon_g.value() == 5);
  CHECK(found.switch_energy == Joules{7});
}

TEST_CASE("a day's totals are sums of its epochs, its accuracy the mean of its answers") {
  test::HandBuilt built;
  built.accuracy_pct = {70, 80};
  built.service_s = {1, 1};
  built.busy_w = {100, 100};
  built.duration_s = 2 * 86400;
  built.epoch_s = 43200;
  const Scenario scenario = built.build();
  RunResult result;
  const auto add = [&](double arrivals, double v0, double v1, double grams) {
    EpochRecord& epoch = result.epochs.emplace_back();
    epoch.arrivals = arrivals;
    epoch.served = v0 + v1;
    epoch.served_by_variant = Eigen::Array2d(v0, v1);
    epoch.carbon = Grams{grams};
    epoch.switch_energy = Joules{10 * grams};
  };
  add(50, 30, 0, 1);  // 20 and 40 arrivals are dropped
  add(50, 0, 10, 2);
  add(10, 5, 5, 4);
  add(0, 0, 0, 8);
  const DayTotals days = day_totals(scenario, result);
  REQUIRE(days.size() == 2);
  CHECK(days[0].arrivals == 100);
  CHECK(days[0].served == 40);
  CHECK(days[0].accuracy_served_pct == doctest::Approx((30 * 70 + 10 * 80) / 40.0).epsilon(1e-14));
  CHECK(days[0].carbon.value() == 3);
  CHECK(days[1].accuracy_served_pct == doctest::Approx(75).epsilon(1e-14));
  CHECK(days[1].carbon.value() == 12);
  CHECK(days[1].switch_energy.value() == 120);
}
