#include "model/arrivals.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "base/exponential.hpp"

namespace cadis {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double hour_s = 3600;
constexpr double day_s = 24 * hour_s;

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

class Constant : public ArrivalProcess {
 public:
  explicit Constant(double rate_rps) : rate_rps_(rate_rps) {}
  void draw(std::vector<double>& block) override {
    block.clear();
    if (rate_rps_ <= 0) return;
    for (std::size_t i = 0; i < block_size; ++i) {
      block.push_back(static_cast<double>(count_++) / rate_rps_);
    }
  }

 private:
  double rate_rps_;
  std::uint64_t count_ = 0;
};

class Poisson : public ArrivalProcess {
 public:
  Poisson(double rate_rps, ExponentialStream gaps) : mean_gap_s_(1 / rate_rps), gaps_(gaps) {}
  void draw(std::vector<double>& block) override {
    block.resize(mean_gap_s_ < never ? block_size : 0);
    gaps_.fill(block);
    double now_s = now_s_;
    for (double& at_s : block) at_s = now_s += at_s * mean_gap_s_;
    now_s_ = now_s;
  }

 private:
  double mean_gap_s_;
  ExponentialStream gaps_;
  double now_s_ = 0;
};

/// A process that knows its next instant only.
class OneByOne : public ArrivalProcess {
 public:
  void draw(std::vector<double>& block) override {
    block.clear();
    while (block.size() < block_size) {
      const double at_s = next_s();
      if (at_s == never) return;
      block.push_back(at_s);
    }
  }

 private:
  virtual double next_s() = 0;  ///< infinity when there are no more
};

/// Time rescaling: the integral of the rate between two arrivals is exponential with mean 1. The
/// rate is constant within an hour, so the integral is inverted exactly, hour by hour.
class Diurnal : public OneByOne {
 public:
  Diurnal(const DiurnalArrivals& spec, ExponentialStream gaps, UtcTime start, double duration_s)
      : spec_(spec),
        gaps_(gaps),
        phase_s_(profile_time_at_start(spec, start)),
        duration_s_(duration_s),
        hour_(static_cast<std::int64_t>(phase_s_ / hour_s)) {}

 private:
  double next_s() override {
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

  DiurnalArrivals spec_;
  ExponentialStream gaps_;
  double phase_s_;
  double duration_s_;
  std::int64_t hour_;
  double now_s_ = 0;
};

/// Exact: a candidate beyond the switch is thrown away and drawn anew in the next state, which the
/// exponential's lack of memory allows.
class MarkovModulated : public OneByOne {
 public:
  MarkovModulated(const MarkovArrivals& spec, ExponentialStream gaps, double duration_s)
      : spec_(spec), gaps_(gaps), duration_s_(duration_s), switch_s_(stay()) {}

 private:
  double next_s() override {
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

  double stay() {
    assert(spec_.states[state_].mean_dwell > Seconds{0});
    return gaps_.next() * spec_.states[state_].mean_dwell.value();
  }

  MarkovArrivals spec_;
  ExponentialStream gaps_;
  double duration_s_;
  std::size_t state_ = 0;
  double now_s_ = 0;
  double switch_s_;
};

/// A step's instants are uniform and sorted: partial sums of exponential gaps, scaled to the step
/// (Devroye, Non-Uniform Random Variate Generation, 1986, section V.3.1), and so need no sorting.
class Counts : public ArrivalProcess {
 public:
  Counts(const CountArrivals& spec, ExponentialStream gaps, UtcTime start, double duration_s)
      : requests_(spec.requests),
        gaps_(gaps),
        offset_s_(between(start, requests_.start).value()),
        duration_s_(duration_s) {
    const double skipped = std::floor(-offset_s_ / requests_.step.value());
    step_ = std::max<Eigen::Index>(0, static_cast<Eigen::Index>(skipped));
  }

  void draw(std::vector<double>& block) override {
    block.clear();
    while (block.empty() && step_ < requests_.values.size() && begin_s(step_) < duration_s_) {
      place(step_++, block);
    }
  }

 private:
  [[nodiscard]] double begin_s(Eigen::Index step) const {
    return offset_s_ + static_cast<double>(step) * requests_.step.value();
  }

  void place(Eigen::Index step, std::vector<double>& block) {
    if (requests_.values[step] <= 0) return;
    block.resize(static_cast<std::size_t>(requests_.values[step]) + 1);
    gaps_.fill(block);
    std::partial_sum(block.begin(), block.end(), block.begin());
    const double scale = requests_.step.value() / block.back();
    block.pop_back();
    for (double& at_s : block) at_s = begin_s(step) + at_s * scale;
    // The run may begin within the step.
    block.erase(block.begin(), std::lower_bound(block.begin(), block.end(), 0.0));
  }

  StepSeries requests_;
  ExponentialStream gaps_;
  double offset_s_;  ///< from the run's start to the trace's
  double duration_s_;
  Eigen::Index step_ = 0;
};

class Timestamps : public ArrivalProcess {
 public:
  explicit Timestamps(const TimestampArrivals& spec) : at_s_(spec.at_s) {}
  void draw(std::vector<double>& block) override { block = std::exchange(at_s_, {}); }  // all

 private:
  std::vector<double> at_s_;
};

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;  // clang 14 does not deduce it by itself

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

std::unique_ptr<ArrivalProcess> make_process(const ArrivalSpec& spec, std::uint64_t seed,
                                             UtcTime start, double duration_s) {
  using Process = std::unique_ptr<ArrivalProcess>;
  const ExponentialStream gaps(seed, "arrivals");
  return std::visit(Overloaded{[&](const ConstantArrivals& s) -> Process {
                                 return std::make_unique<Constant>(s.rate_rps);
                               },
                               [&](const PoissonArrivals& s) -> Process {
                                 return std::make_unique<Poisson>(s.rate_rps, gaps);
                               },
                               [&](const DiurnalArrivals& s) -> Process {
                                 return std::make_unique<Diurnal>(s, gaps, start, duration_s);
                               },
                               [&](const MarkovArrivals& s) -> Process {
                                 return std::make_unique<MarkovModulated>(s, gaps, duration_s);
                               },
                               [&](const CountArrivals& s) -> Process {
                                 return std::make_unique<Counts>(s, gaps, start, duration_s);
                               },
                               [&](const TimestampArrivals& s) -> Process {
                                 return std::make_unique<Timestamps>(s);
                               }},
                    spec);
}

}  // namespace

Arrivals::Arrivals(const ArrivalSpec& spec, std::uint64_t seed, UtcTime start, Seconds duration)
    : process_(make_process(spec, seed, start, duration.value())), duration_s_(duration.value()) {
  draw();
}

void Arrivals::draw() {
  next_ = 0;
  if (process_) {
    process_->draw(block_);
  } else {
    block_.clear();
  }
  if (!block_.empty() && block_.back() < duration_s_) return;
  block_.erase(std::lower_bound(block_.begin(), block_.end(), duration_s_), block_.end());
  block_.push_back(never);
  process_.reset();  // for good, even of a process without an end
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
