#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <span>
#include <variant>
#include <vector>

#include "base/step_series.hpp"
#include "base/ticks.hpp"
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

/// The arrival instants of one run, in order and up to its end, since its start. The same (spec,
/// seed, start) gives the same instants for every policy. They are drawn in blocks, many requests
/// at a time. A copy goes on by itself.
class Arrivals {
 public:
  /// Random numbers come from the stream (seed, "arrivals"). The spec must outlive all copies.
  Arrivals(const ArrivalSpec& spec, std::uint64_t seed, UtcTime start, Seconds duration);
  Arrivals(ArrivalSpec&&, std::uint64_t, UtcTime, Seconds) = delete;

  /// Fills a block with the next instants, not decreasing; with nothing where it has none, for now
  /// or for good.
  using Source = std::function<void(std::vector<Ticks>&)>;
  /// Those of a source that may know more later.
  Arrivals(Source source, Seconds duration);

  /// The next instant, not before the last; never where there are no more.
  [[nodiscard]] Ticks peek() const { return block_[next_]; }
  Ticks next() {
    const Ticks at = block_[next_];
    skip(1);
    return at;
  }

  /// The instants drawn so far, from the next one on: at least one, the last of all being never.
  [[nodiscard]] std::span<const Ticks> drawn() const {
    return std::span<const Ticks>(block_).subspan(next_);
  }
  /// Asks a source that had no more whether it has now.
  void resume() {
    if (draw_block_ && drawn().front() == Ticks::never()) draw();
  }
  /// Takes so many of them.
  void skip(std::size_t count) {
    next_ += count;
    if (next_ >= block_.size()) draw();
  }

 private:
  void draw();

  Source draw_block_;  ///< nothing once the run's end is reached
  Ticks end_;
  std::vector<Ticks> block_;
  std::size_t next_ = 0;
};

/// Expected number of requests in [from, to), seconds since the run's start: mean rate x time for a
/// process (for `mmpp` the long-run mean), the recorded numbers for a trace (a count step cut by
/// the interval counts in proportion). This is all that `fluid` knows of arrivals.
double expected_arrivals(const ArrivalSpec& spec, UtcTime start, Seconds from, Seconds to);

}  // namespace cadis
