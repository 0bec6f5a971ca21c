#include <doctest/doctest.h>

#include <concepts>
#include <type_traits>

#include "base/errors.hpp"
#include "model/forecast_methods.hpp"
#include "model/policy.hpp"

using namespace cadis;

namespace {

// What cannot be written cannot peek. The methods that do not wrap the truth have no way to be
// given it, a forecaster's question tells it only what has been seen, and neither an Observation
// nor PolicyInputs leads to the scenario or lets a policy write to what it sees.
template <class Make, class... Given>
concept TakesTruth = std::invocable<Make, Given..., const CarbonSignal&> ||
    std::invocable<Make, const CarbonSignal&>;
static_assert(TakesTruth<decltype(&perfect_forecaster)>);
static_assert(!TakesTruth<decltype(&persistence_forecaster)>);
static_assert(!TakesTruth<decltype(&yesterday_forecaster)>);
static_assert(!TakesTruth<decltype(&climatology_forecaster), const Climatology&, UtcTime>);
static_assert(!TakesTruth<decltype(&vintage_forecaster), std::shared_ptr<const Vintages>, UtcTime>);

template <class T>
concept LeadsToScenario = requires(T& t) {
  t.scenario_;
}
|| requires(T& t) { t.scenario(); };
static_assert(!LeadsToScenario<PolicyInputs> && !LeadsToScenario<Observation>);
static_assert(!std::convertible_to<const Observation&, const Scenario&>);
template <class T>
concept AsksWhenDeciding = requires(const T& t) {
  t.forecast(Seconds{3600});
}
|| requires(const T& t) { t.forecast.at(Seconds{3600}); };
static_assert(!AsksWhenDeciding<Observation>);
static_assert(std::same_as<decltype(Forecast::g_per_kwh), std::span<const double>>);
static_assert(std::same_as<decltype(Observation::seen_g_per_kwh), std::span<const double>>);

const UtcTime start = parse_utc("2023-06-01T00:00:00Z").value();

/// An hourly grid.
CarbonSignal hourly(const std::vector<double>& g_per_kwh) {
  const auto values = Eigen::Map<const Eigen::ArrayXd>(g_per_kwh.data(),
                                                       static_cast<Eigen::Index>(g_per_kwh.size()));
  return CarbonSignal::from_series({start, Seconds{3600}, values}, start,
                                   Seconds{3600.0 * static_cast<double>(g_per_kwh.size())}, "grid");
}

/// 0, 1, 2, ... g/kWh.
CarbonSignal counting(std::size_t hours) {
  std::vector<double> values(hours);
  for (std::size_t h = 0; h < hours; ++h) values[h] = static_cast<double>(h);
  return hourly(values);
}

struct Issued {
  double issued_h;
  std::vector<double> begin_h, g_per_kwh;
};

Issued issue(const ForecastSpec& spec, const CarbonSignal& truth, double now_h,
             double horizon_h = 24) {
  ForecastIssuer issuer(make_forecaster(spec, truth, start), truth, Seconds{3600 * horizon_h});
  const Seconds now{3600 * now_h};
  const std::size_t seen = truth.step_at(now) + 1;
  const Forecast forecast =
      issuer.at(now, {{truth.begin_s().data(), seen}, {truth.g_per_kwh().data(), seen}});
  Issued issued{
      forecast.issued.value() / 3600, {}, {forecast.g_per_kwh.begin(), forecast.g_per_kwh.end()}};
  for (const double begin_s : forecast.begin_s) issued.begin_h.push_back(begin_s / 3600);
  return issued;
}

using List = std::vector<double>;

/// Every month the hours 0 to 23, plus 100 times the number of the month.
Climatology by_hour() {
  Climatology climatology;
  for (int month = 0; month < 12; ++month) {
    for (int hour = 0; hour < 24; ++hour) climatology.mean(month, hour) = 100 * (month + 1) + hour;
  }
  return climatology;
}

ForecastSpec noisy(List mape_pct, double correlation, std::uint64_t seed = 1) {
  return {NoisyForecast{seed, std::move(mape_pct), correlation}};
}

}  // namespace

TEST_CASE("a forecast has the steps after now up to the horizon, its end included") {
  const auto grid = counting(10);
  CHECK(issue({PerfectForecast{}}, grid, 2, 3).begin_h == List{3, 4, 5});
  CHECK(issue({PerfectForecast{}}, grid, 2.5, 3).begin_h == List{3, 4, 5});
  CHECK(issue({PerfectForecast{}}, grid, 2, 0.5).begin_h.empty());
  CHECK(issue({PerfectForecast{}}, grid, 8, 3).begin_h == List{9});  // the run ends there
  CHECK(issue({PerfectForecast{}}, grid, 9, 3).begin_h.empty());
}

TEST_CASE("perfect tells the truth and persistence the present") {
  const auto grid = hourly({5, 7, 11, 13});
  CHECK(issue({PerfectForecast{}}, grid, 1).g_per_kwh == List{11, 13});
  CHECK(issue({PersistenceForecast{}}, grid, 1).g_per_kwh == List{7, 7});
}

TEST_CASE("same-hour-yesterday goes back by whole days, and by persistence before there are any") {
  const auto grid = counting(80);
  const ForecastSpec yesterday{YesterdayForecast{}};
  CHECK(issue(yesterday, grid, 30, 2).g_per_kwh == List{7, 8});
  const auto two_days = issue(yesterday, grid, 30, 26).g_per_kwh;  // hour 54 was 30 a day before,
  CHECK(two_days[23] == 30);                                       // hour 55 was 7 two days before
  CHECK(two_days[24] == 7);
  CHECK(issue(yesterday, grid, 5, 3).g_per_kwh == List{5, 5, 5});
  const auto half = issue(yesterday, grid, 22, 3).g_per_kwh;  // hours 23, 24 (a day after 0), 25
  CHECK(half == List{22, 0, 1});
  CHECK(issue(yesterday, grid, 30.5, 2).g_per_kwh == List{7, 8});
}

TEST_CASE("climatology is the mean of the month and hour in UTC, times the grid's calibration") {
  const auto grid = counting(24 * 31);
  ForecastSpec spec{ClimatologyForecast{by_hour()}};
  CHECK(issue(spec, grid, 22, 3).g_per_kwh == List{623, 600, 601});
  CHECK(issue(spec, grid, 24 * 30 - 2, 2).g_per_kwh == List{623, 700});  // into July
  spec.factor = 2;
  CHECK(issue(spec, grid, 22, 1).g_per_kwh == List{1246});
}

TEST_CASE("a noisy forecast is the same whenever within a step it is asked for") {
  const auto grid = hourly(List(50, 100));
  const auto spec = noisy({10}, 0.5);
  const auto first = issue(spec, grid, 3), again = issue(spec, grid, 3.5, 5);
  CHECK(first.issued_h == 3);
  CHECK(again.issued_h == 3);
  CHECK(List(first.g_per_kwh.begin(), first.g_per_kwh.begin() + 5) == again.g_per_kwh);
  CHECK(issue(spec, grid, 4).g_per_kwh[0] != first.g_per_kwh[1]);  // another issue, another error
  CHECK(issue(noisy({10}, 0.5, 2), grid, 3).g_per_kwh[0] != first.g_per_kwh[0]);
}

TEST_CASE("a noisy forecast is unbiased and as far off as stated for each day") {
  // Relative errors over seeds at the middles of day 1, 2 and 3, at the end of day 1 (half-way
  // between two of them) and at the first hour.
  const auto grid = hourly(List(80, 250));
  const List mape_pct{10, 20, 40};
  struct Place {
    std::size_t hour;
    double mape;
  };
  constexpr int draws = 20000;
  for (const Place& place :
       {Place{1, 0.10}, {12, 0.10}, {24, 0.15}, {36, 0.20}, {60, 0.40}, {72, 0.40}}) {
    double sum = 0, squared = 0, absolute = 0;
    for (int seed = 1; seed <= draws; ++seed) {
      const auto values =
          issue(noisy(mape_pct, 0.9, static_cast<std::uint64_t>(seed)), grid, 0, 72).g_per_kwh;
      const double error = values[place.hour - 1] / 250 - 1;
      sum += error;
      squared += error * error;
      absolute += std::abs(error);
    }
    INFO("hour ", place.hour);
    const double s = log_deviation(100 * place.mape);
    const double deviation = std::sqrt(std::expm1(s * s));
    const double standard_error = deviation / std::sqrt(draws);
    CHECK(std::abs(sum / draws) < 4 * standard_error);
    CHECK(std::abs(absolute / draws - place.mape) < 4 * standard_error);
    CHECK(std::sqrt(squared / draws) == doctest::Approx(deviation).epsilon(0.04));
  }
}

TEST_CASE("errors of a noisy forecast are as correlated along the horizon as stated per hour") {
  const auto grid = hourly(List(10, 100));
  const double s = log_deviation(15);
  constexpr int draws = 20000;
  double one = 0, three = 0;
  for (int seed = 1; seed <= draws; ++seed) {
    const auto values =
        issue(noisy({15}, 0.8, static_cast<std::uint64_t>(seed)), grid, 0, 5).g_per_kwh;
    const auto z = [&](std::size_t i) { return (std::log(values[i] / 100) + s * s / 2) / s; };
    one += z(0) * z(1);
    three += z(0) * z(3);
  }
  const double band = 4 * std::sqrt(2.0 / draws);  // a product of two normals: at most sqrt 2
  CHECK(std::abs(one / draws - 0.8) < band);
  CHECK(std::abs(three / draws - 0.512) < band);
}

TEST_CASE("the deviation for a mean absolute error is that of the half-normal where it is small") {
  CHECK(log_deviation(0.01) ==
        doctest::Approx(1e-4 * std::sqrt(std::acos(-1.0) / 2)).epsilon(1e-6));
  CHECK(log_deviation(100) == doctest::Approx(1.348979500392164));  // 2 times the upper quartile
}

TEST_CASE("what a grid does after now changes no forecast but the perfect and the noisy one") {
  List values(72);
  for (std::size_t h = 0; h < values.size(); ++h) values[h] = 100 + 40 * std::sin(0.7 * h);
  List changed = values;
  constexpr std::size_t now = 40;
  for (std::size_t h = now + 1; h < values.size(); ++h) changed[h] = 500 - values[h];
  const auto before = hourly(values), after_change = hourly(changed);
  const std::vector<ForecastSpec> honest = {
      {PersistenceForecast{}}, {YesterdayForecast{}}, {ClimatologyForecast{by_hour()}}};
  for (const auto& spec : honest) {
    for (std::size_t t = 0; t <= now; ++t)
      CHECK(issue(spec, before, t).g_per_kwh == issue(spec, after_change, t).g_per_kwh);
    CHECK(issue(spec, before, now).g_per_kwh != issue({PerfectForecast{}}, before, now).g_per_kwh);
  }
  for (const auto& spec : {ForecastSpec{PerfectForecast{}}, noisy({10}, 0.5)})
    CHECK(issue(spec, before, now).g_per_kwh != issue(spec, after_change, now).g_per_kwh);
}

TEST_CASE("a policy cannot ask for a forecast that its scenario does not have") {
  Scenario scenario;
  scenario.name = "bare";
  scenario.hosts = {{"one", 0, 0, Watts{1}, {false}}};
  scenario.devices = {{}};
  scenario.devices[0].pstates = {{1, Watts{1}, Watts{2}}};
  scenario.variants = {{"a", 70, {}, ""}};
  scenario.services = {{Seconds{1}, Watts{2}}};
  scenario.policy.name = "curious";
  PolicyInputs inputs(scenario);
  CHECK_THROWS_WITH_AS(inputs.forecast(Seconds{3600}),
                       "bare: policy curious asks for a forecast, and the scenario has none; add a "
                       "section, such as forecast: {method: persistence}",
                       ConfigError);
  CHECK(inputs.make_forecasts() == nullptr);
}
