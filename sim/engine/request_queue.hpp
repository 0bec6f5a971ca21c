#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "base/ticks.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// The FIFO of waiting requests, by arrival instant, within the scenario's queue limit and
/// deadline.
class RequestQueue {
 public:
  explicit RequestQueue(const Scenario& scenario)
      : limit_(scenario.queue_limit ? *scenario.queue_limit
                                    : std::numeric_limits<std::size_t>::max()),
        deadline_(scenario.deadline ? TickClock(scenario.duration).of(*scenario.deadline)
                                    : Ticks::never()) {}

  [[nodiscard]] bool empty() const { return first_ == instants_.size(); }
  [[nodiscard]] std::size_t size() const { return instants_.size() - first_; }
  [[nodiscard]] Ticks oldest() const { return instants_[first_]; }  ///< when it arrived
  /// All, oldest first. Valid until the next change.
  [[nodiscard]] std::span<const Ticks> waiting() const {
    return std::span<const Ticks>(instants_).subspan(first_);
  }

  /// False where the queue has no room for all of them; it then takes none.
  bool offer(std::span<const Ticks> arrived) {
    if (arrived.size() > limit_ - size()) return false;
    instants_.insert(instants_.end(), arrived.begin(), arrived.end());
    return true;
  }

  /// Those that should have been started before now, oldest first. A limit that is met exactly is
  /// not exceeded.
  [[nodiscard]] std::span<const Ticks> expired(Ticks now) const {
    std::size_t count = 0;
    for (const Ticks at : waiting()) {
      if (at + deadline_ >= now) break;
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
  std::vector<Ticks> instants_;  ///< those waiting begin at first_
  std::size_t first_ = 0;
  std::size_t limit_;
  Ticks deadline_;
};

}  // namespace cadis
