#include "policies/carbon_range.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/errors.hpp"
#include "base/names.hpp"
#include "base/ticks.hpp"

namespace cadis::policies {
namespace {

class Trailing : public CarbonRange {
 public:
  explicit Trailing(Seconds window) : window_ns_(nanoseconds(window)) {}

  CarbonExtremes at(const Observation& now) override {
    for (; next_ < now.seen_begin_s.size(); ++next_) {
      const Step step{nanoseconds(Seconds{now.seen_begin_s[next_]}), now.seen_g_per_kwh[next_]};
      // A step that a later one matches or passes can never be the extreme again.
      while (!lows_.empty() && lows_.back().g_per_kwh >= step.g_per_kwh) lows_.pop_back();
      while (!highs_.empty() && highs_.back().g_per_kwh <= step.g_per_kwh) highs_.pop_back();
      lows_.push_back(step);
      highs_.push_back(step);
    }
    const std::int64_t from_ns = nanoseconds(now.now) - window_ns_;  // both ends are in
    while (!lows_.empty() && lows_.front().begin_ns < from_ns) lows_.pop_front();
    while (!highs_.empty() && highs_.front().begin_ns < from_ns) highs_.pop_front();
    if (lows_.empty()) return {now.intensity, now.intensity};
    return {GramsPerKwh{lows_.front().g_per_kwh}, GramsPerKwh{highs_.front().g_per_kwh}};
  }

 private:
  struct Step {
    std::int64_t begin_ns;
    double g_per_kwh;
  };
  std::int64_t window_ns_;
  std::size_t next_ = 0;           // first step not yet taken in
  std::deque<Step> lows_, highs_;  // by begin; rising and falling, the front is the extreme
};

class Running : public CarbonRange {
 public:
  CarbonExtremes at(const Observation& now) override {
    if (next_ == 0) extremes_ = {now.intensity, now.intensity};
    for (; next_ < now.seen_g_per_kwh.size(); ++next_) {
      const GramsPerKwh intensity{now.seen_g_per_kwh[next_]};
      extremes_ = {std::min(extremes_.low, intensity), std::max(extremes_.high, intensity)};
    }
    return extremes_;
  }

 private:
  std::size_t next_ = 0;
  CarbonExtremes extremes_{};
};

class Hindsight : public CarbonRange {
 public:
  explicit Hindsight(CarbonExtremes extremes) : extremes_(extremes) {}
  CarbonExtremes at(const Observation& /*now*/) override { return extremes_; }

 private:
  CarbonExtremes extremes_;
};

class Day : public CarbonRange {
 public:
  explicit Day(const Foresight& future)
      : low_(future.day_lowest_g_per_kwh), high_(future.day_highest_g_per_kwh) {
    for (const double begin_s : future.day_begin_s)
      begin_ns_.push_back(nanoseconds(Seconds{begin_s}));
  }

  CarbonExtremes at(const Observation& now) override {
    const std::int64_t now_ns = nanoseconds(now.now);
    while (day_ + 1 < begin_ns_.size() && begin_ns_[day_ + 1] <= now_ns) ++day_;
    const auto day = static_cast<Eigen::Index>(day_);
    return {GramsPerKwh{low_[day]}, GramsPerKwh{high_[day]}};
  }

 private:
  std::vector<std::int64_t> begin_ns_;
  Eigen::ArrayXd low_, high_;  // days
  std::size_t day_ = 0;        // that of the last call
};

class Expected : public CarbonRange {
 public:
  CarbonExtremes at(const Observation& now) override {
    CarbonExtremes extremes{now.intensity, now.intensity};
    for (const double g_per_kwh : now.forecast.g_per_kwh) {
      extremes.low = std::min(extremes.low, GramsPerKwh{g_per_kwh});
      extremes.high = std::max(extremes.high, GramsPerKwh{g_per_kwh});
    }
    return extremes;
  }
};

}  // namespace

std::unique_ptr<CarbonRange> trailing_range(Seconds window) {
  return std::make_unique<Trailing>(window);
}
std::unique_ptr<CarbonRange> running_range() { return std::make_unique<Running>(); }
std::unique_ptr<CarbonRange> expected_range() { return std::make_unique<Expected>(); }
std::unique_ptr<CarbonRange> hindsight_range(CarbonExtremes extremes) {
  return std::make_unique<Hindsight>(extremes);
}

std::unique_ptr<CarbonRange> day_range(const Foresight& future) {
  return std::make_unique<Day>(future);
}

std::vector<ParamInfo> carbon_range_params() {
  return {{"range",
           ParamInfo::Kind::choice,
           {"trailing", "running", "forecast", "day", "hindsight"},
           "Which carbon intensities count as observed: those of the trailing window (default), "
           "all so far, the present one and those forecast for the next window, the present "
           "UTC day's, or the whole run's (the last two peek).",
           false,
           "forecast"},
          {"window",
           ParamInfo::Kind::duration,
           {},
           "How far back `range: trailing` looks, or `range: forecast` ahead; 24 h by default."}};
}

std::unique_ptr<CarbonRange> carbon_range(PolicyInputs& inputs) {
  const auto range = inputs.text("range").value_or("trailing");
  const auto window = inputs.duration("window").value_or(Seconds{86400});
  if (!(window >= Seconds{0})) {
    throw ConfigError(
        fmt::format("policy.window: expected a time of at least 0 s, got {} s", window.value()));
  }
  if (range == "trailing") return trailing_range(window);
  if (range == "running") return running_range();
  if (range == "forecast") {
    inputs.forecast(window);
    return expected_range();
  }
  if (range == "day") return day_range(inputs.foresight());
  if (range == "hindsight") {
    const Foresight& future = inputs.foresight();
    return hindsight_range(
        {GramsPerKwh{future.lowest_g_per_kwh}, GramsPerKwh{future.highest_g_per_kwh}});
  }
  throw ConfigError(
      fmt::format("policy.range: no range '{}'; {}", range,
                  suggest(range, {"trailing", "running", "forecast", "day", "hindsight"})));
}

}  // namespace cadis::policies
