#pragma once

#include <Eigen/Core>
#include <vector>

#include "base/units.hpp"
#include "model/counted_signal.hpp"

namespace cadis {

/// Turns joules into grams by the signals of `count_by`, which decide nothing.
///
/// What is drawn in an interval is counted exactly where the interval lies within one step of every
/// signal, or where the power does not change within it: then the mean over the interval is as
/// good.
class CountedGrams {
 public:
  /// The signals must outlive this.
  CountedGrams(const std::vector<CountedSignal>& signals, double pue)
      : signals_(signals), pue_(pue), intensities_(signals.size()) {}

  [[nodiscard]] bool is_any() const { return !signals_.empty(); }
  [[nodiscard]] Eigen::ArrayXd zero() const {
    return Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(signals_.size()));
  }
  void begin_interval(Seconds now, Seconds until);
  /// Adds the grams of joules that are drawn in the interval (signals; g).
  void add(Joules energy, Eigen::ArrayXd& grams) const;

 private:
  const std::vector<CountedSignal>& signals_;
  double pue_;
  std::vector<GramsPerKwh> intensities_;  ///< of the interval, by signal
};

}  // namespace cadis
