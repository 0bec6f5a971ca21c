#include "model/forecast.hpp"

#include <algorithm>
#include <cassert>

#include "base/overloaded.hpp"
#include "base/ticks.hpp"
#include "model/forecast_methods.hpp"

namespace cadis {

const std::vector<std::string>& forecast_methods() {
  static const std::vector<std::string> names{"perfect",     "persistence", "same-hour-yesterday",
                                              "climatology", "noisy",       "file"};
  return names;
}

std::unique_ptr<Forecaster> make_forecaster(const ForecastSpec& spec, const CarbonSignal& truth,
                                            UtcTime start) {
  return std::visit(
      Overloaded{[&](const PerfectForecast&) { return perfect_forecaster(truth); },
                 [](const PersistenceForecast&) { return persistence_forecaster(); },
                 [](const YesterdayForecast&) { return yesterday_forecaster(); },
                 [&](const ClimatologyForecast& one) {
                   return climatology_forecaster(one.climatology, start, spec.factor);
                 },
                 [&](const NoisyForecast& one) { return noisy_forecaster(one, truth); },
                 [&](const VintageForecast& one) {
                   return vintage_forecaster(one.vintages, start, spec.factor);
                 }},
      spec.method);
}

ForecastIssuer::ForecastIssuer(std::unique_ptr<Forecaster> forecaster, const CarbonSignal& truth,
                               Seconds horizon)
    : forecaster_(std::move(forecaster)),
      begin_s_(truth.begin_s().begin(), truth.begin_s().end()),
      horizon_(horizon) {}

Forecast ForecastIssuer::at(Seconds now, const SeenCarbon& seen) {
  assert(!seen.begin_s.empty() && seen.begin_s.size() <= begin_s_.size());
  const auto first = begin_s_.begin() + static_cast<std::ptrdiff_t>(seen.begin_s.size());
  const std::int64_t end_ns = nanoseconds(now) + nanoseconds(horizon_);
  const auto last = std::upper_bound(
      first, begin_s_.end(), end_ns,
      [](std::int64_t t, double begin_s) { return t < nanoseconds(Seconds{begin_s}); });
  ahead_s_.assign(first, last);
  g_per_kwh_.assign(ahead_s_.size(), 0);
  Seconds issued = now;
  const auto count = forecaster_->issue(seen, ahead_s_, g_per_kwh_, issued);
  ahead_s_.resize(count);
  g_per_kwh_.resize(count);
  return {issued, ahead_s_, g_per_kwh_};
}

}  // namespace cadis
