#include "model/arrivals.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "base/random.hpp"

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

/// A process without a memory of its end: cut by make_arrivals.
class Constant : public ArrivalProcess {
 public:
  explicit Constant(double rate_rps) : rate_rps_(rate_rps) {}
  double next_s() override {
    return rate_rps_ > 0 ? static_cast<double>(count_++) / rate_rps_ : never;
  }

 private:
  double rate_rps_;
  std::uint64_t count_ = 0;
};

class Poisson : public ArrivalProcess {
 public:
  Poisson(double rate_rps, RandomStream random) : rate_rps_(rate_rps), random_(random) {}
  double next_s() override {
    return rate_rps_ > 0 ? now_s_ += random_.exponential() / rate_rps_ : never;
  }

 private:
  double rate_rps_;
  RandomStream random_;
  double now_s_ = 0;
};

/// Time rescaling: the integral of the rate between two arrivals is exponential with mean 1. The
/// rate is constant within an hour, so the integral is inverted exactly, hour by hour.
class Diurnal : public ArrivalProcess {
 public:
  Diurnal(const DiurnalArrivals& spec, RandomStream random, UtcTime start, double duration_s)
      : spec_(spec),
        random_(random),
        phase_s_(profile_time_at_start(spec, start)),
        duration_s_(duration_s),
        hour_(static_cast<std::int64_t>(phase_s_ / hour_s)) {}

  double next_s() override {
    double needed = random_.exponential();
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
  DiurnalArrivals spec_;
  RandomStream random_;
  double phase_s_;
  double duration_s_;
  std::int64_t hour_;
  double now_s_ = 0;
};

/// Exact: a candidate beyond the switch is thrown away and drawn anew in the next state, which the
/// exponential's lack of memory allows.
class MarkovModulated : public ArrivalProcess {
 public:
  MarkovModulated(const MarkovArrivals& spec, RandomStream random, double duration_s)
      : spec_(spec), random_(random), duration_s_(duration_s), switch_s_(stay()) {}

  double next_s() override {
    while (now_s_ < duration_s_) {
      const double rate = spec_.states[state_].rate_rps;
      const double candidate = rate > 0 ? now_s_ + random_.exponential() / rate : never;
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
    return random_.exponential() * spec_.states[state_].mean_dwell.value();
  }

  MarkovArrivals spec_;
  RandomStream random_;
  double duration_s_;
  std::size_t state_ = 0;
  double now_s_ = 0;
  double switch_s_;
};

class Counts : public ArrivalProcess {
 public:
  Counts(const CountArrivals& spec, RandomStream random, UtcTime start, double duration_s)
      : requests_(spec.requests),
        random_(random),
        offset_s_(between(start, requests_.start).value()),
        duration_s_(duration_s) {
    const double skipped = std::floor(-offset_s_ / requests_.step.value());
    step_ = std::max<Eigen::Index>(0, static_cast<Eigen::Index>(skipped));
  }

  double next_s() override {
    while (true) {
      while (next_ < placed_.size()) {
        if (const double at = placed_[next_++]; at >= 0) return at;
      }
      if (step_ >= requests_.values.size() || begin_s(step_) >= duration_s_) return never;
      place(step_++);
    }
  }

 private:
  [[nodiscard]] double begin_s(Eigen::Index step) const {
    return offset_s_ + static_cast<double>(step) * requests_.step.value();
  }

  void place(Eigen::Index step) {
    placed_.resize(static_cast<std::size_t>(requests_.values[step]));
    for (double& at : placed_) at = begin_s(step) + random_.uniform() * requests_.step.value();
    std::sort(placed_.begin(), placed_.end());
    next_ = 0;
  }

  StepSeries requests_;
  RandomStream random_;
  double offset_s_;  ///< from the run's start to the trace's
  double duration_s_;
  Eigen::Index step_ = 0;
  std::vector<double> placed_;  ///< of the last step, ascending
  std::size_t next_ = 0;
};

class Timestamps : public ArrivalProcess {
 public:
  explicit Timestamps(const TimestampArrivals& spec) : at_s_(spec.at_s) {}
  double next_s() override { return next_ < at_s_.size() ? at_s_[next_++] : never; }

 private:
  std::vector<double> at_s_;
  std::size_t next_ = 0;
};

/// Ends another process with the run, for good.
class Cut : public ArrivalProcess {
 public:
  Cut(std::unique_ptr<ArrivalProcess> whole, double duration_s)
      : whole_(std::move(whole)), duration_s_(duration_s) {}

  double next_s() override {
    const double at = over_ ? never : whole_->next_s();
    over_ = at >= duration_s_;
    return over_ ? never : at;
  }

 private:
  std::unique_ptr<ArrivalProcess> whole_;
  double duration_s_;
  bool over_ = false;
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

}  // namespace

std::unique_ptr<ArrivalProcess> make_arrivals(const ArrivalSpec& spec, std::uint64_t seed,
                                              UtcTime start, Seconds duration) {
  using Process = std::unique_ptr<ArrivalProcess>;
  const RandomStream random(seed, "arrivals");
  const double duration_s = duration.value();
  auto whole = std::visit(
      Overloaded{
          [&](const ConstantArrivals& s) -> Process {
            return std::make_unique<Constant>(s.rate_rps);
          },
          [&](const PoissonArrivals& s) -> Process {
            return std::make_unique<Poisson>(s.rate_rps, random);
          },
          [&](const DiurnalArrivals& s) -> Process {
            return std::make_unique<Diurnal>(s, random, start, duration_s);
          },
          [&](const MarkovArrivals& s) -> Process {
            return std::make_unique<MarkovModulated>(s, random, duration_s);
          },
          [&](const CountArrivals& s) -> Process {
            return std::make_unique<Counts>(s, random, start, duration_s);
          },
          [&](const TimestampArrivals& s) -> Process { return std::make_unique<Timestamps>(s); }},
      spec);
  return std::make_unique<Cut>(std::move(whole), duration_s);
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
