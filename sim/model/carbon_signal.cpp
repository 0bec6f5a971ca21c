#include "model/carbon_signal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <set>

#include "base/errors.hpp"

namespace cadis {
namespace {

constexpr double tolerance = 1e-9;  // of a step: far below the millisecond of a UtcTime

void require_valid_values(const StepSeries& series, const std::string& name) {
  if (series.values.size() == 0)
    throw ConfigError(fmt::format("{}: expected at least one value, got none", name));
  for (Eigen::Index i = 0; i < series.values.size(); ++i) {
    const double value = series.values[i];
    if (std::isfinite(value) && value >= 0) continue;
    const auto at = after(series.start, series.step * static_cast<double>(i));
    throw ConfigError(
        fmt::format("{}: expected a finite carbon intensity of at least 0 g/kWh at {}, got {}",
                    name, format_utc(at), value));
  }
}

}  // namespace

CarbonSignal CarbonSignal::from_series(const StepSeries& g_per_kwh, UtcTime start, Seconds duration,
                                       const std::string& name) {
  assert(g_per_kwh.step > Seconds{0} && duration > Seconds{0});
  require_valid_values(g_per_kwh, name);

  // Everything in steps of the series from here on.
  const double step_s = g_per_kwh.step.value();
  const double from = between(g_per_kwh.start, start).value() / step_s;
  const double to = from + duration / g_per_kwh.step;
  const auto available = static_cast<double>(g_per_kwh.values.size());
  if (from < -tolerance || to > available + tolerance) {
    throw ConfigError(
        fmt::format("{}: covers {} to {}, but the run needs {} to {}; move or shorten the run, or "
                    "take a longer trace",
                    name, format_utc(g_per_kwh.start), format_utc(g_per_kwh.end()),
                    format_utc(start), format_utc(after(start, duration))));
  }
  const auto first = static_cast<Eigen::Index>(std::floor(from + tolerance));
  const auto last =
      std::min(g_per_kwh.values.size(), static_cast<Eigen::Index>(std::ceil(to - tolerance)));
  const auto count = std::max<Eigen::Index>(1, last - first);

  CarbonSignal signal;
  signal.duration_ = duration;
  signal.g_per_kwh_ = g_per_kwh.values.segment(first, count);
  signal.begin_s_.resize(count);
  const double offset_s = between(g_per_kwh.start, start).value();
  for (Eigen::Index i = 0; i < count; ++i)
    signal.begin_s_[i] = static_cast<double>(first + i) * step_s - offset_s;
  signal.begin_s_[0] = 0;
  return signal;
}

CarbonSignal CarbonSignal::constant(GramsPerKwh intensity, Seconds duration) {
  assert(intensity >= GramsPerKwh{0} && duration > Seconds{0});
  CarbonSignal signal;
  signal.begin_s_ = Eigen::ArrayXd::Zero(1);
  signal.g_per_kwh_ = Eigen::ArrayXd::Constant(1, intensity.value());
  signal.duration_ = duration;
  return signal;
}

CarbonSignal CarbonSignal::mean_of(std::span<const CarbonSignal> signals,
                                   const Eigen::ArrayXd& weights) {
  assert(!signals.empty() && weights.sum() > 0);
  std::set<double> begins;
  for (const CarbonSignal& signal : signals) {
    assert(signal.duration_ == signals.front().duration_);
    begins.insert(signal.begin_s_.begin(), signal.begin_s_.end());
  }
  CarbonSignal mean;
  mean.duration_ = signals.front().duration_;
  mean.begin_s_.resize(static_cast<Eigen::Index>(begins.size()));
  std::copy(begins.begin(), begins.end(), mean.begin_s_.begin());
  mean.g_per_kwh_ = Eigen::ArrayXd::Zero(mean.begin_s_.size());
  for (std::size_t i = 0; i < signals.size(); ++i) {
    const double weight = weights[static_cast<Eigen::Index>(i)] / weights.sum();
    for (Eigen::Index step = 0; step < mean.begin_s_.size(); ++step) {
      const std::size_t own = signals[i].step_at(Seconds{mean.begin_s_[step]});
      mean.g_per_kwh_[step] += weight * signals[i].intensity(own).value();
    }
  }
  return mean;
}

CarbonSignal CarbonSignal::scaled(double factor) const {
  assert(factor >= 0);
  CarbonSignal signal = *this;
  signal.g_per_kwh_ *= factor;
  return signal;
}

std::size_t CarbonSignal::step_at(Seconds t) const {
  assert(t >= Seconds{0} && t < duration_);
  const double* begin = begin_s_.data();
  const double* next = std::upper_bound(begin, begin + begin_s_.size(), t.value());
  return static_cast<std::size_t>(next - begin) - 1;
}

GramsPerKwh CarbonSignal::mean(Seconds from, Seconds to) const {
  assert(from <= to);
  std::size_t step = step_at(from);
  if (from == to) return intensity(step);
  double weighted = 0;
  for (Seconds t = from; t < to; ++step) {
    const Seconds end = step + 1 < steps() ? std::min(begin(step + 1), to) : to;
    weighted += intensity(step).value() * (end - t).value();
    t = end;
  }
  return GramsPerKwh{weighted / (to - from).value()};
}

}  // namespace cadis
