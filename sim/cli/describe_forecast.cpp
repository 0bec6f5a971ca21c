#include "cli/describe_forecast.hpp"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <sstream>

#include "base/csv.hpp"
#include "base/names.hpp"
#include "base/numbers.hpp"
#include "model/scenario_reader.hpp"
#include "report/forecast_scores.hpp"

namespace cadis {
namespace po = boost::program_options;
namespace {

UsageError wrong(const std::string& option, const char* expected, const std::string& found) {
  return UsageError(fmt::format("--{}: expected {}, got '{}'", option, expected, found));
}

NoisyForecast read_noisy(const Arguments& arguments) {
  NoisyForecast noisy;
  const auto seed = parse_unsigned(arguments.text("seed"));
  if (!seed) throw wrong("seed", "a whole number of at least 0", arguments.text("seed"));
  noisy.seed = *seed;
  const auto correlation = parse_number(
      require(arguments, "correlation", "--correlation, as --forecast noisy needs it"));
  if (!correlation || *correlation < 0 || *correlation >= 1)
    throw wrong("correlation", "a number from 0 to below 1", arguments.text("correlation"));
  noisy.correlation = *correlation;
  std::istringstream days(require(
      arguments, "mape", "--mape, the error of day 1, 2, ..., as --forecast noisy needs it"));
  for (std::string day; std::getline(days, day, ',');) {
    const auto mape_pct = parse_number(day);
    if (!mape_pct || *mape_pct <= 0 || *mape_pct > 100)
      throw wrong("mape", "numbers above 0 and at most 100, as 9.7,12.4", arguments.text("mape"));
    noisy.mape_pct.push_back(*mape_pct);
  }
  if (noisy.mape_pct.empty())
    throw wrong("mape", "numbers above 0 and at most 100, as 9.7,12.4", arguments.text("mape"));
  return noisy;
}

ForecastSpec read_spec(const Arguments& arguments) {
  const std::string method = arguments.text("forecast");
  if (method == "perfect") return {PerfectForecast{}};
  if (method == "persistence") return {PersistenceForecast{}};
  if (method == "same-hour-yesterday") return {YesterdayForecast{}};
  if (method == "noisy") return {read_noisy(arguments)};
  if (method == "climatology") {
    const std::string name =
        require(arguments, "climatology", "--climatology and a name (see cadis list traces)");
    return {ClimatologyForecast{read_climatology(data_folder() / "traces", name)}};
  }
  if (method == "file") {
    const std::string file = require(arguments, "file", "--file and a file of forecasts");
    return {VintageForecast{std::make_shared<const Vintages>(Vintages::read(file))}};
  }
  throw UsageError(
      fmt::format("--forecast: no method '{}'; {}", method, suggest(method, forecast_methods())));
}

std::string as_csv(const std::vector<ForecastScore>& scores) {
  CsvWriter csv({"horizon_h", "forecasts", "bias_g_per_kwh", "mae_g_per_kwh", "rmse_g_per_kwh",
                 "mape_pct", "zero_steps"});
  for (const ForecastScore& one : scores) {
    csv.cell(one.horizon.value() / 3600).cell(static_cast<double>(one.forecasts));
    csv.cell(one.bias.value()).cell(one.mae.value()).cell(one.rmse.value()).cell(one.mape_pct);
    csv.cell(static_cast<double>(one.zero_steps));
    csv.end_row();
  }
  return csv.take();
}

std::string as_table(const std::vector<ForecastScore>& scores) {
  const auto row = [](const auto&... cells) {
    return fmt::format("{:>9}  {:>9}  {:>14}  {:>13}  {:>14}  {:>8}  {:>10}\n", cells...);
  };
  const auto figure = [](double value) {
    return std::isnan(value) ? std::string("-") : fmt::format("{:.2f}", value);
  };
  std::string text = row("horizon_h", "forecasts", "bias_g_per_kwh", "mae_g_per_kwh",
                         "rmse_g_per_kwh", "mape_pct", "zero_steps");
  for (const ForecastScore& one : scores) {
    text += row(format_number(one.horizon.value() / 3600), one.forecasts, figure(one.bias.value()),
                figure(one.mae.value()), figure(one.rmse.value()), figure(one.mape_pct),
                one.zero_steps);
  }
  return text;
}

}  // namespace

po::options_description forecast_options() {
  const auto value = [](const char* name) { return po::value<std::string>()->value_name(name); };
  po::options_description options;
  options.add_options()("forecast", value("METHOD"),
                        "perfect, persistence, same-hour-yesterday, climatology, noisy or file")(
      "horizon", value("D")->default_value("24 h"), "how far ahead")("climatology", value("NAME"),
                                                                     "of --forecast climatology")(
      "file", value("FILE"), "of --forecast file: issued_utc,timestamp_utc,g_per_kwh")(
      "mape", value("LIST"), "of --forecast noisy: error of day 1, 2, ... ahead in %")(
      "correlation", value("R"), "of --forecast noisy: of errors an hour apart")(
      "seed", value("N")->default_value("1"), "of --forecast noisy");
  return options;
}

std::string describe_forecast(const StepSeries& g_per_kwh, const std::string& name,
                              const Arguments& arguments) {
  const auto horizon = parse_duration(arguments.text("horizon"));
  if (!horizon || *horizon < g_per_kwh.step)
    throw wrong("horizon", "a time with its unit, such as 24 h, of at least one step of the trace",
                arguments.text("horizon"));
  const ForecastSpec spec = read_spec(arguments);
  const auto truth = CarbonSignal::from_series(g_per_kwh, g_per_kwh.start,
                                               between(g_per_kwh.start, g_per_kwh.end()), name);
  const auto scores =
      score_forecasts(make_forecaster(spec, truth, g_per_kwh.start), truth, *horizon);
  return arguments.has("csv") ? as_csv(scores) : as_table(scores);
}

}  // namespace cadis
