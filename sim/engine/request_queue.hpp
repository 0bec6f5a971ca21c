#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "model/scenario.hpp"

namespace cadis {

inline constexpr double never_s = std::numeric_limits<double>::infinity();

/// A difference of two instants is off by their rounding; a limit met exactly is not exceeded.
inline double rounding_s(double now_s) {
  return 1e-9 + 4 * std::numeric_limits<double>::epsilon() * now_s;
}

/// The FIFO of waiting requests, by arrival instant, within the scenario's queue limit and
/// deadline.
class RequestQueue {
 public:
  explicit RequestQueue(const Scenario& scenario)
      : limit_(scenario.queue_limit ? *scenario.queue_limit
                                    : std::numeric_limits<std::size_t>::max()),
        deadline_s_(scenario.deadline ? scenario.deadline->value()
                                      : std::numeric_limits<double>::infinity()) {}

  [[nodiscard]] bool empty() const { return first_ == instants_.size(); }
  [[nodiscard]] std::size_t size() const { return instants_.size() - first_; }
  [[nodiscard]] double oldest_s() const { return instants_[first_]; }  ///< when it arrived
  /// All, oldest first. Valid until the next change.
  [[nodiscard]] std::span<const double> waiting() const {
    return std::span<const double>(instants_).subspan(first_);
  }

  /// False where the queue has no room for all of them; it then takes none.
  bool offer(std::span<const double> arrived_s) {
    if (arrived_s.size() > limit_ - size()) return false;
    instants_.insert(instants_.end(), arrived_s.begin(), arrived_s.end());
    return true;
  }

  /// Those that should have been started before `now_s`, oldest first.
  [[nodiscard]] std::span<const double> expired(double now_s) const {
    std::size_t count = 0;
    for (const double at_s : waiting()) {
      if (at_s + deadline_s_ + rounding_s(now_s) >= now_s) break;
      ++count;
    }
    return waiting().first(count);
  }

  /// Takes out the oldest. What was taken stays in memory until it outnumbers what waits, so that
  /// a request is moved once at most, on average.
  void pop(std::size_t count) {
    first_ += count;
    if (first_ < 1024 && first_ < instants_.size()) return;
    if (2 * first_ < instants_.size()) return;
    instants_.erase(instants_.begin(), instants_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }

 private:
  std::vector<double> instants_;  ///< those waiting begin at first_
  std::size_t first_ = 0;
  std::size_t limit_;
  double deadline_s_;
};

}  // namespace cadis
