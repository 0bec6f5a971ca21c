#include "report/forecast_scores.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace cadis {
namespace {

/// Sums over the forecasts of one distance.
struct Errors {
  std::size_t count = 0, zero_steps = 0;
  double sum = 0, absolute = 0, squared = 0, relative = 0;

  void add(double forecast, double truth) {
    const double error = forecast - truth;
    ++count;
    sum += error;
    absolute += std::abs(error);
    squared += error * error;
    if (truth > 0)
      relative += std::abs(error) / truth;
    else
      ++zero_steps;
  }

  [[nodiscard]] ForecastScore score(Seconds horizon) const {
    const auto mean = [](double total, std::size_t n) {
      return n > 0 ? total / static_cast<double>(n) : std::numeric_limits<double>::quiet_NaN();
    };
    return {horizon,
            count,
            GramsPerKwh{mean(sum, count)},
            GramsPerKwh{mean(absolute, count)},
            GramsPerKwh{std::sqrt(mean(squared, count))},
            100 * mean(relative, count - zero_steps),
            zero_steps};
  }
};

}  // namespace

std::vector<ForecastScore> score_forecasts(std::unique_ptr<Forecaster> forecaster,
                                           const CarbonSignal& truth, Seconds horizon) {
  if (truth.steps() < 2) return {};
  const Seconds step = truth.begin(1);
  std::vector<Errors> errors(static_cast<std::size_t>(std::floor(horizon / step + 1e-9)));
  ForecastIssuer issuer(std::move(forecaster), truth, horizon);
  for (std::size_t now = 0; now < truth.steps(); ++now) {
    const SeenCarbon seen{{truth.begin_s().data(), now + 1}, {truth.g_per_kwh().data(), now + 1}};
    const Forecast forecast = issuer.at(truth.begin(now), seen);
    for (std::size_t i = 0; i < forecast.g_per_kwh.size(); ++i)
      errors[i].add(forecast.g_per_kwh[i], truth.intensity(now + 1 + i).value());
  }
  std::vector<ForecastScore> scores;
  for (const Errors& one : errors)
    scores.push_back(one.score(step * static_cast<double>(scores.size() + 1)));
  return scores;
}

}  // namespace cadis
