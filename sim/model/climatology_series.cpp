#include "model/climatology_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/errors.hpp"

namespace cadis {
namespace {

/// Milliseconds in a step; ConfigError unless it divides the hour.
std::int64_t whole_step_ms(Seconds step) {
  constexpr std::int64_t hour_ms = 3'600'000;
  const double exact = step.value() * 1e3;
  const bool in_range = exact >= 1 && exact <= static_cast<double>(hour_ms);
  const std::int64_t rounded = in_range ? std::llround(exact) : 0;
  if (!in_range || std::abs(exact - static_cast<double>(rounded)) > 1e-6 ||
      hour_ms % rounded != 0) {
    throw ConfigError(
        fmt::format("a generated carbon trace needs a step that divides an hour, such as 5 min, 30 "
                    "min or 1 h; got {} s",
                    step.value()));
  }
  return rounded;
}

}  // namespace

StepSeries generate(const Climatology& climatology, UtcTime start, Seconds duration, Seconds step,
                    std::uint64_t seed) {
  const std::int64_t step_ms = whole_step_ms(step);
  if (!(duration > Seconds{0}) || !std::isfinite(duration.value())) {
    throw ConfigError(fmt::format("a generated carbon trace needs a duration above 0 s, got {} s",
                                  duration.value()));
  }
  // Steps are aligned with the clock, so each lies inside one hour of the table.
  const std::chrono::milliseconds into_step{
      ((start.time_since_epoch().count() % step_ms) + step_ms) % step_ms};
  StepSeries series{start - into_step, Seconds{static_cast<double>(step_ms) / 1e3}, {}};
  const double covered_ms = duration.value() * 1e3 + static_cast<double>(into_step.count());
  series.values.resize(
      static_cast<Eigen::Index>(std::ceil(covered_ms / static_cast<double>(step_ms) - 1e-9)));

  NoisePath noise(climatology.noise, series.step, RandomStream(seed, "carbon/" + climatology.name));
  for (Eigen::Index i = 0; i < series.values.size(); ++i) {
    const auto [month, hour] = month_hour(series.start + std::chrono::milliseconds(step_ms * i));
    const double value =
        climatology.location(month, hour) + climatology.deviation(month, hour) * noise.next();
    series.values[i] =
        std::clamp(value, climatology.min(month, hour), climatology.max(month, hour));
  }
  return series;
}

}  // namespace cadis
