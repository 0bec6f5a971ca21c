#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <span>

#include "base/step_series.hpp"
#include "base/units.hpp"

namespace cadis {

/// The grid's carbon intensity over one run: piecewise constant on half-open steps, times relative
/// to the run's start, the first step cut to begin at 0 and the last to end with the run.
class CarbonSignal {
 public:
  /// Cuts a series to the run. Throws ConfigError (naming `name`) where it does not cover the run,
  /// is empty, or holds a negative or non-finite value.
  static CarbonSignal from_series(const StepSeries& g_per_kwh, UtcTime start, Seconds duration,
                                  const std::string& name);
  static CarbonSignal constant(GramsPerKwh intensity, Seconds duration);
  /// The weighted mean of several of one duration, on the steps of all. Weights are not negative,
  /// and one is positive.
  static CarbonSignal mean_of(std::span<const CarbonSignal> signals, const Eigen::ArrayXd& weights);
  /// Every intensity times a factor of at least 0.
  [[nodiscard]] CarbonSignal scaled(double factor) const;

  [[nodiscard]] std::size_t steps() const { return static_cast<std::size_t>(begin_s_.size()); }
  [[nodiscard]] Seconds begin(std::size_t step) const {
    return Seconds{begin_s_[static_cast<Eigen::Index>(step)]};
  }
  [[nodiscard]] GramsPerKwh intensity(std::size_t step) const {
    return GramsPerKwh{g_per_kwh_[static_cast<Eigen::Index>(step)]};
  }
  [[nodiscard]] Seconds duration() const { return duration_; }
  /// The step that holds at t, 0 <= t < duration (binary search).
  [[nodiscard]] std::size_t step_at(Seconds t) const;
  /// Time-weighted mean over [from, to).
  [[nodiscard]] GramsPerKwh mean(Seconds from, Seconds to) const;
  [[nodiscard]] const Eigen::ArrayXd& begin_s() const {
    return begin_s_;
  }  ///< steps; seconds since the run's start
  [[nodiscard]] const Eigen::ArrayXd& g_per_kwh() const { return g_per_kwh_; }  ///< steps

 private:
  Eigen::ArrayXd begin_s_;
  Eigen::ArrayXd g_per_kwh_;
  Seconds duration_;
};

}  // namespace cadis
