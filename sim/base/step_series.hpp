#pragma once

#include <Eigen/Core>

#include "base/time.hpp"
#include "base/units.hpp"

namespace cadis {

/// Values on a constant step: `values[i]` holds on [start + i*step, start + (i+1)*step).
struct StepSeries {
  UtcTime start;
  Seconds step;
  Eigen::ArrayXd values;  ///< one per step, in the unit its owner names
  [[nodiscard]] UtcTime end() const {
    return after(start, step * static_cast<double>(values.size()));
  }
};

}  // namespace cadis
