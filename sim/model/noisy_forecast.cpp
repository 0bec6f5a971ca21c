#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cassert>
#include <cmath>
#include <numbers>

#include "base/random.hpp"
#include "model/forecast_methods.hpp"

namespace cadis {
namespace {

class Noisy : public Forecaster {
 public:
  Noisy(const NoisyForecast& spec, const CarbonSignal& truth) : spec_(spec), truth_(truth) {
    assert(!spec.mape_pct.empty());
  }

  std::size_t issue(const SeenCarbon& seen, std::span<const double> begin_s,
                    std::span<double> g_per_kwh, Seconds& issued) override {
    const std::size_t now = seen.begin_s.size() - 1;
    RandomStream random(spec_.seed, fmt::format("forecast/noisy/{}", now));
    issued = Seconds{seen.begin_s.back()};
    double before_s = issued.value(), z = random.normal();
    for (std::size_t i = 0; i < begin_s.size(); ++i) {
      const double p = std::pow(spec_.correlation, (begin_s[i] - before_s) / hour_s);
      z = p * z + std::sqrt(1 - p * p) * random.normal();
      before_s = begin_s[i];
      const double s = log_deviation(mape_pct(begin_s[i] - issued.value()));
      g_per_kwh[i] = truth_.intensity(now + 1 + i).value() * std::exp(s * z - s * s / 2);
    }
    return begin_s.size();
  }

 private:
  /// Stated for the middles of days ahead; linear between, held outside.
  [[nodiscard]] double mape_pct(double ahead_s) const {
    const auto last = static_cast<double>(spec_.mape_pct.size() - 1);
    const double place = std::clamp(ahead_s / day_s - 0.5, 0.0, last);
    const auto day = static_cast<std::size_t>(place);
    const double low = spec_.mape_pct[day];
    if (day + 1 == spec_.mape_pct.size()) return low;
    return low + (spec_.mape_pct[day + 1] - low) * (place - std::floor(place));
  }

  NoisyForecast spec_;
  const CarbonSignal& truth_;
};

}  // namespace

double log_deviation(double mape_pct) {
  // exp(s z - s^2/2) is above 1 exactly where z > s/2, so its mean distance from 1 is
  // 2 (Phi(s/2) - Phi(-s/2)) = 2 erf(s / sqrt 8).
  // In double: Boost's tables in long double are set up when any program starts, and valgrind,
  // whose long double is a double, dies of it.
  using InDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  return 2 * std::numbers::sqrt2 * boost::math::erf_inv(mape_pct / 200, InDouble());
}

std::unique_ptr<Forecaster> noisy_forecaster(const NoisyForecast& spec, const CarbonSignal& truth) {
  return std::make_unique<Noisy>(spec, truth);
}

}  // namespace cadis
