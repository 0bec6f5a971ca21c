#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "model/policy.hpp"

namespace cadis::policies {

/// Lowest and highest carbon intensity that a policy takes as observed.
struct CarbonExtremes {
  GramsPerKwh low, high;
};

/// What counts as observed. State is kept between calls, so calls come in order of time; each costs
/// O(1) amortised over the steps of the run.
class CarbonRange {
 public:
  virtual ~CarbonRange() = default;
  virtual CarbonExtremes at(const Observation& now) = 0;
};

/// Steps that begin within [t - window, t], both ends in. Where none does (a window shorter than a
/// step) only the present intensity is known, so low and high are both that.
std::unique_ptr<CarbonRange> trailing_range(Seconds window);
/// Every step since the run's start.
std::unique_ptr<CarbonRange> running_range();
/// The present step and those of the forecast.
std::unique_ptr<CarbonRange> expected_range();
/// The whole run's, known in advance.
std::unique_ptr<CarbonRange> hindsight_range(CarbonExtremes extremes);
/// The present day's (UTC), known in advance; `future` is that of the run.
std::unique_ptr<CarbonRange> day_range(const Foresight& future);

/// `range:` and `window:`, for policies that take them.
std::vector<ParamInfo> carbon_range_params();
/// The range they ask for. `hindsight` and `day` ask for the future and so mark the policy as
/// peeking; `forecast` for the forecast of the next window. ConfigError where the scenario has
/// none, for a choice that is not known or a negative window.
std::unique_ptr<CarbonRange> carbon_range(PolicyInputs& inputs);

}  // namespace cadis::policies
