#include "model/carbon_signal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <set>

#include "base/errors.hpp"
#include "base/ticks.hpp"

namespace cadis {
namespace {

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

/// Where the steps of a series begin, in ticks of a run's clock since the series' start: exactly,
/// where the step is a decimal, as that of every file is.
class StepBegins {
 public:
  StepBegins(Seconds step, const TickClock& clock)
      : step_(step), clock_(clock), step_ticks_(clock.wide(step)) {
    is_decimal_ = clock.is_decimal(step_ticks_);
  }
  WideTicks operator()(std::int64_t step) const {
    return is_decimal_ ? step * step_ticks_ : clock_.wide(step_ * static_cast<double>(step));
  }
  /// How far the product of doubles may be off at an instant.
  [[nodiscard]] WideTicks rounding(WideTicks at) const { return is_decimal_ ? 0 : (at >> 50) + 1; }
  /// The last step that begins at or before an instant, which lies `since_start` behind the start.
  [[nodiscard]] std::int64_t at(WideTicks since_start) const {
    auto step = static_cast<std::int64_t>(since_start / step_ticks_);
    while ((*this)(step + 1) <= since_start) ++step;  // off where a step is no whole tick
    while ((*this)(step) > since_start) --step;
    return step;
  }

 private:
  Seconds step_;
  TickClock clock_;
  WideTicks step_ticks_;
  bool is_decimal_;
};

}  // namespace

CarbonSignal CarbonSignal::from_series(const StepSeries& g_per_kwh, UtcTime start, Seconds duration,
                                       const std::string& name) {
  assert(g_per_kwh.step > Seconds{0} && duration > Seconds{0});
  require_valid_values(g_per_kwh, name);

  if (duration.value() > TickClock::longest_run_s)
    throw ConfigError(fmt::format("{}: expected at most 146 years, got {:.0f}", name,
                                  duration.value() / (365.25 * 86400)));

  // Everything in ticks since the series' start from here on.
  const TickClock clock(duration);
  const StepBegins begins(g_per_kwh.step, clock);
  const WideTicks from =
      static_cast<WideTicks>((start - g_per_kwh.start).count()) * (clock.per_second() / 1000);
  const WideTicks to = from + clock.of(duration).count();
  const auto available = static_cast<std::int64_t>(g_per_kwh.values.size());
  if (from < 0 || to > begins(available) + begins.rounding(to)) {
    throw ConfigError(
        fmt::format("{}: covers {} to {}, but the run needs {} to {}; move or shorten the run, or "
                    "take a longer trace",
                    name, format_utc(g_per_kwh.start), format_utc(g_per_kwh.end()),
                    format_utc(start), format_utc(after(start, duration))));
  }
  const std::int64_t first = begins.at(from), last = std::min(begins.at(to - 1), available - 1);
  const auto count = static_cast<Eigen::Index>(last - first + 1);

  CarbonSignal signal;
  signal.duration_ = duration;
  signal.g_per_kwh_ = g_per_kwh.values.segment(static_cast<Eigen::Index>(first), count);
  signal.begin_s_.resize(count);
  for (Eigen::Index i = 1; i < count; ++i) {
    const WideTicks since = begins(first + i) - from;
    signal.begin_s_[i] = clock.seconds(Ticks{static_cast<std::int64_t>(since)}).value();
  }
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
