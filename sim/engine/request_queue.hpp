#pragma once

#include <cstddef>
#include <deque>
#include <limits>

#include "model/scenario.hpp"

namespace cadis {

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

  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }
  [[nodiscard]] double oldest_s() const { return waiting_.front(); }  ///< when it arrived

  /// False where the queue is full; the request is then dropped.
  bool offer(double arrived_s) {
    if (waiting_.size() >= limit_) return false;
    waiting_.push_back(arrived_s);
    return true;
  }

  /// Takes out what should have been started before `now_s`; how many that were.
  std::size_t drop_expired(double now_s) {
    std::size_t dropped = 0;
    for (; !waiting_.empty() && waiting_.front() + deadline_s_ + rounding_s(now_s) < now_s;
         ++dropped) {
      waiting_.pop_front();
    }
    return dropped;
  }

  double pop() {
    const double arrived_s = waiting_.front();
    waiting_.pop_front();
    return arrived_s;
  }

 private:
  std::deque<double> waiting_;
  std::size_t limit_;
  double deadline_s_;
};

}  // namespace cadis
