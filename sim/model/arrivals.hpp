#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "base/step_series.hpp"
#include "base/units.hpp"

namespace cadis {

/// Equally spaced requests, the first at the run's start.
struct ConstantArrivals {
  double rate_rps;
};
struct PoissonArrivals {
  double rate_rps;
};
/// Non-homogeneous Poisson with a daily shape: rate_rps x relative_rate[hour of day in UTC, moved
/// by shift].
struct DiurnalArrivals {
  double rate_rps;               ///< mean over a day
  Eigen::ArrayXd relative_rate;  ///< 24 hours, mean 1
  Seconds shift{0};              ///< the profile's hour 0 is at this time of day (UTC)
};
/// Markov-modulated Poisson: exponential stays in each state, states taken in turn, beginning with
/// the first.
struct MarkovArrivals {
  struct State {
    double rate_rps;
    Seconds mean_dwell;
  };
  std::vector<State> states;
};
/// Recorded counts per step, each step's requests placed uniformly at random inside it.
struct CountArrivals {
  StepSeries requests;
};
/// Recorded instants, seconds since the run's start, not decreasing, inside the run.
struct TimestampArrivals {
  std::vector<double> at_s;
};
using ArrivalSpec = std::variant<ConstantArrivals, PoissonArrivals, DiurnalArrivals, MarkovArrivals,
                                 CountArrivals, TimestampArrivals>;

/// The arrival instants of one run, in order. The same (spec, seed, start) gives the same instants
/// for every policy.
class ArrivalProcess {
 public:
  virtual ~ArrivalProcess() = default;
  /// Seconds since the run's start, not decreasing; infinity when there are no more.
  virtual double next_s() = 0;
};

/// The process up to `duration`. Random numbers come from the stream (seed, "arrivals").
std::unique_ptr<ArrivalProcess> make_arrivals(const ArrivalSpec& spec, std::uint64_t seed,
                                              UtcTime start, Seconds duration);

/// Expected number of requests in [from, to), seconds since the run's start: mean rate x time for a
/// process (for `mmpp` the long-run mean), the recorded numbers for a trace (a count step cut by
/// the interval counts in proportion). This is all that `fluid` knows of arrivals.
double expected_arrivals(const ArrivalSpec& spec, UtcTime start, Seconds from, Seconds to);

}  // namespace cadis
