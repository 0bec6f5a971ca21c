#include "model/arrivals.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "base/exponential.hpp"
#include "base/overloaded.hpp"

namespace cadis {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Where the run's start falls in the profile's day, in [0, 86400).
double profile_time_at_start(const DiurnalArrivals& spec, UtcTime start) {
  const double since_epoch = between(UtcTime{}, start).value();
  const double time = std::fmod(std::fmod(since_epoch, day_s) - spec.shift.value(), day_s);
  return time < 0 ? time + day_s : time;
}

/// Requests per second in the hour of this number, counted from the profile's midnight before the
/// run's start.
double hourly_rate(const DiurnalArrivals& spec, std::int64_t hour) {
  return spec.rate_rps * spec.relative_rate[static_cast<Eigen::Index>(hour % 24)];
}

/// How many instants a process draws at a time, about: enough to make vectors of, few enough to
/// stay in the nearest cache.
constexpr std::size_t block_size = ExponentialStream::block_size;

// A process is called with a block to fill (see Arrivals).

/// i / rate. Where a file states the rate, a decimal, the gap is a fraction of ticks, and nothing
/// adds up on the way; else every instant is the quotient of doubles.
class Constant {
 public:
  Constant(double rate_rps, const TickClock& clock) : rate_rps_(rate_rps), clock_(clock) {
    for (std::int64_t seconds = 1; seconds <= 1'000'000'000; seconds *= 10) {
      const double requests = std::round(rate_rps * static_cast<double>(seconds));
      if (requests > 9e15) return;
      if (requests / static_cast<double>(seconds) != rate_rps) continue;
      set_gap(static_cast<std::int64_t>(requests), seconds);
      return;
    }
  }
  void operator()(std::vector<Ticks>& block) {
    block.clear();
    if (rate_rps_ <= 0) return;
    while (block.size() < block_size && next_ < Ticks::never()) {
      block.push_back(next_);
      ++count_;
      next_ = parts_ > 0 ? next_ + next_gap()
                         : clock_.of(Seconds{static_cast<double>(count_) / rate_rps_});
    }
  }

 private:
  void set_gap(std::int64_t requests, std::int64_t seconds) {
    if (requests <= 0) return;
    __extension__ using Wide = __int128;
    const Wide ticks = static_cast<Wide>(seconds) * clock_.per_second();
    const Wide longest = Ticks::never().count() - 1;
    gap_ = Ticks{static_cast<std::int64_t>(std::min(ticks / requests, longest))};
    rest_ = static_cast<std::int64_t>(ticks % requests);
    parts_ = requests;
    behind_ = parts_ / 2;  // so that what is cut off rounds to the nearest
  }
  Ticks next_gap() {
    behind_ += rest_;
    if (behind_ < parts_) return gap_;
    behind_ -= parts_;
    return gap_ + Ticks{1};
  }

  double rate_rps_;
  TickClock clock_;
  std::uint64_t count_ = 0;
  Ticks next_;
  Ticks gap_;                                       ///< whole ticks of a gap,
  std::int64_t rest_ = 0, parts_ = 0, behind_ = 0;  ///< and what is left, in parts of a tick
};

class Poisson {
 public:
  Poisson(double rate_rps, ExponentialStream gaps, const TickClock& clock)
      : mean_gap_s_(1 / rate_rps), gaps_(gaps), clock_(clock) {}
  void operator()(std::vector<Ticks>& block) {
    block.resize(mean_gap_s_ < never ? block_size : 0);
    if (block.empty()) return;
    gaps_.fill(drawn_);
    double now_s = now_s_;
    for (double& at_s : drawn_) at_s = now_s += at_s * mean_gap_s_;
    for (std::size_t i = 0; i < block_size; ++i) block[i] = clock_.nearest(drawn_[i]);
    now_s_ = now_s;
  }

 private:
  double mean_gap_s_;
  ExponentialStream gaps_;
  TickClock clock_;
  double now_s_ = 0;
  ExponentialStream::Block drawn_{};
};

/// Of a process that knows its next instant only; infinity when there are no more.
template <class Process>
class OneByOne {
 public:
  OneByOne(Process process, const TickClock& clock) : process_(std::move(process)), clock_(clock) {}
  void operator()(std::vector<Ticks>& block) {
    block.clear();
    while (block.size() < block_size) {
      const double at_s = process_.next_s();
      if (at_s == never) return;
      block.push_back(clock_.nearest(at_s));
    }
  }

 private:
  Process process_;
  TickClock clock_;
};

/// Time rescaling: the integral of the rate between two arrivals is exponential with mean 1. The
/// rate is constant within an hour, so the integral is inverted exactly, hour by hour.
class Diurnal {
 public:
  Diurnal(const DiurnalArrivals& spec, ExponentialStream gaps, UtcTime start, double duration_s)
      : spec_(spec),
        gaps_(gaps),
        phase_s_(profile_time_at_start(spec, start)),
        duration_s_(duration_s),
        hour_(static_cast<std::int64_t>(phase_s_ / hour_s)) {}

  double next_s() {
    double needed = gaps_.next();
    while (now_s_ < duration_s_) {
      const double rate = hourly_rate(spec_, hour_);
      const double end_s = static_cast<double>(hour_ + 1) * hour_s - phase_s_;
      const double left = rate * (end_s - now_s_);
      if (needed < left) return now_s_ += needed / rate;
      needed -= left;
      now_s_ = end_s;
      ++hour_;
    }
    return never;
  }

 private:
  const DiurnalArrivals& spec_;
  ExponentialStream gaps_;
  double phase_s_;
  double duration_s_;
  std::int64_t hour_;
  double now_s_ = 0;
};

/// Exact: a candidate beyond the switch is thrown away and drawn anew in the next state, which the
/// exponential's lack of memory allows.
class MarkovModulated {
 public:
  MarkovModulated(const MarkovArrivals& spec, ExponentialStream gaps, double duration_s)
      : spec_(spec), gaps_(gaps), duration_s_(duration_s), switch_s_(stay()) {}

  double next_s() {
    while (now_s_ < duration_s_) {
      const double rate = spec_.states[state_].rate_rps;
      const double candidate = rate > 0 ? now_s_ + gaps_.next() / rate : never;
      if (candidate < switch_s_) return now_s_ = candidate;
      now_s_ = switch_s_;
      state_ = (state_ + 1) % spec_.states.size();
      switch_s_ = now_s_ + stay();
    }
    return never;
  }

 private:
  double stay() {
    assert(spec_.states[state_].mean_dwell > Seconds{0});
    return gaps_.next() * spec_.states[state_].mean_dwell.value();
  }

  const MarkovArrivals& spec_;
  ExponentialStream gaps_;
  double duration_s_;
  std::size_t state_ = 0;
  double now_s_ = 0;
  double switch_s_;
};

/// A step's instants are uniform and sorted: partial sums of exponential gaps, scaled to the step
/// (Devroye, Non-Uniform Random Variate Generation, 1986, section V.3.1), and so need no sorting.
/// The gaps are drawn twice, first for their sum, and so need no memory.
class Counts {
 public:
  Counts(const CountArrivals& spec, ExponentialStream gaps, UtcTime start, double duration_s,
         const TickClock& clock)
      : requests_(spec.requests),
        gaps_(gaps),
        clock_(clock),
        offset_s_(between(start, requests_.start).value()),
        duration_s_(duration_s) {
    const double skipped = std::floor(-offset_s_ / requests_.step.value());
    next_step_ = std::max<Eigen::Index>(0, static_cast<Eigen::Index>(skipped));
  }

  void operator()(std::vector<Ticks>& block) {
    block.clear();
    while (block.empty() && (left_ > 0 || begin_step())) place_some(block);
  }

 private:
  /// The next step that has requests; false where there is none.
  bool begin_step() {
    while (next_step_ < requests_.values.size()) {
      const Eigen::Index step = next_step_++;
      begin_s_ = offset_s_ + static_cast<double>(step) * requests_.step.value();
      if (begin_s_ >= duration_s_) return false;
      if (requests_.values[step] <= 0) continue;
      left_ = static_cast<std::size_t>(requests_.values[step]);
      ExponentialStream ahead = gaps_;
      double sum = 0;
      for (std::size_t gap = 0; gap <= left_; ++gap) sum += ahead.next();
      scale_s_ = requests_.step.value() / sum;
      passed_ = 0;
      return true;
    }
    return false;
  }

  void place_some(std::vector<Ticks>& block) {
    const std::size_t some = std::min(left_, block_size);
    left_ -= some;
    const std::span<double> gaps(drawn_.data(), some);
    gaps_.fill(gaps);
    for (const double gap : gaps) {
      const double at_s = begin_s_ + (passed_ += gap) * scale_s_;
      if (at_s >= 0) block.push_back(clock_.nearest(at_s));  // the run may begin within the step
    }
    if (left_ == 0) gaps_.next();  // from the last to the step's end
  }

  const StepSeries& requests_;
  ExponentialStream gaps_;
  ExponentialStream::Block drawn_{};
  TickClock clock_;
  double offset_s_;  ///< from the run's start to the trace's
  double duration_s_;
  Eigen::Index next_step_ = 0;
  // Of the present step:
  std::size_t left_ = 0;  ///< requests to place
  double begin_s_ = 0, scale_s_ = 0;
  double passed_ = 0;  ///< gaps so far
};

class Timestamps {
 public:
  Timestamps(const TimestampArrivals& spec, const TickClock& clock)
      : left_(spec.at_s), clock_(clock) {}
  void operator()(std::vector<Ticks>& block) {
    const auto some = left_.first(std::min(left_.size(), block_size));
    block.clear();
    for (const double at_s : some) block.push_back(clock_.of(Seconds{at_s}));
    left_ = left_.subspan(some.size());
  }

 private:
  std::span<const double> left_;
  TickClock clock_;
};

double expected(const DiurnalArrivals& spec, UtcTime start, double from_s, double to_s) {
  const double phase_s = profile_time_at_start(spec, start);
  double sum = 0;
  auto hour = static_cast<std::int64_t>((from_s + phase_s) / hour_s);
  for (double at = from_s; at < to_s; ++hour) {
    const double end = std::min(to_s, static_cast<double>(hour + 1) * hour_s - phase_s);
    sum += hourly_rate(spec, hour) * (end - at);
    at = end;
  }
  return sum;
}

double long_run_rate(const MarkovArrivals& spec) {
  double requests = 0;
  double time = 0;
  for (const auto& state : spec.states) {
    requests += state.rate_rps * state.mean_dwell.value();
    time += state.mean_dwell.value();
  }
  return requests / time;
}

double expected(const StepSeries& requests, UtcTime start, double from_s, double to_s) {
  const double step_s = requests.step.value();
  const double offset_s = between(start, requests.start).value();
  double sum = 0;
  const double first = std::max(0.0, std::floor((from_s - offset_s) / step_s));
  for (auto step = static_cast<Eigen::Index>(first); step < requests.values.size(); ++step) {
    const double begin = offset_s + static_cast<double>(step) * step_s;
    if (begin >= to_s) break;
    const double overlap = std::min(begin + step_s, to_s) - std::max(begin, from_s);
    if (overlap > 0) sum += requests.values[step] * (overlap / step_s);
  }
  return sum;
}

Arrivals::Source make_process(const ArrivalSpec& spec, std::uint64_t seed, UtcTime start,
                              double duration_s) {
  const ExponentialStream gaps(seed, "arrivals");
  const TickClock clock{Seconds{duration_s}};
  return std::visit(Overloaded{[&](const ConstantArrivals& s) -> Arrivals::Source {
                                 return Constant(s.rate_rps, clock);
                               },
                               [&](const PoissonArrivals& s) -> Arrivals::Source {
                                 return Poisson(s.rate_rps, gaps, clock);
                               },
                               [&](const DiurnalArrivals& s) -> Arrivals::Source {
                                 return OneByOne(Diurnal(s, gaps, start, duration_s), clock);
                               },
                               [&](const MarkovArrivals& s) -> Arrivals::Source {
                                 return OneByOne(MarkovModulated(s, gaps, duration_s), clock);
                               },
                               [&](const CountArrivals& s) -> Arrivals::Source {
                                 return Counts(s, gaps, start, duration_s, clock);
                               },
                               [&](const TimestampArrivals& s) -> Arrivals::Source {
                                 return Timestamps(s, clock);
                               }},
                    spec);
}

}  // namespace

Arrivals::Arrivals(const ArrivalSpec& spec, std::uint64_t seed, UtcTime start, Seconds duration)
    : Arrivals(make_process(spec, seed, start, duration.value()), duration) {}

Arrivals::Arrivals(Source source, Seconds duration)
    : draw_block_(std::move(source)), end_(TickClock(duration).of(duration)) {
  draw();
}

void Arrivals::draw() {
  next_ = 0;
  if (draw_block_) {
    draw_block_(block_);
  } else {
    block_.clear();
  }
  if (block_.empty()) {
    block_.push_back(Ticks::never());
    return;
  }
  if (block_.back() < end_) return;
  block_.erase(std::lower_bound(block_.begin(), block_.end(), end_), block_.end());
  block_.push_back(Ticks::never());
  draw_block_ = nullptr;  // for good, even of a process without an end
}

double expected_arrivals(const ArrivalSpec& spec, UtcTime start, Seconds from, Seconds to) {
  const double from_s = from.value();
  const double to_s = to.value();
  return std::visit(
      Overloaded{[&](const ConstantArrivals& s) { return s.rate_rps * (to_s - from_s); },
                 [&](const PoissonArrivals& s) { return s.rate_rps * (to_s - from_s); },
                 [&](const DiurnalArrivals& s) { return expected(s, start, from_s, to_s); },
                 [&](const MarkovArrivals& s) { return long_run_rate(s) * (to_s - from_s); },
                 [&](const CountArrivals& s) { return expected(s.requests, start, from_s, to_s); },
                 [&](const TimestampArrivals& s) {
                   const auto begin = std::lower_bound(s.at_s.begin(), s.at_s.end(), from_s);
                   return static_cast<double>(std::lower_bound(begin, s.at_s.end(), to_s) - begin);
                 }},
      spec);
}

}  // namespace cadis
