#pragma once

#include <algorithm>
#include <cstddef>

#include "base/ticks.hpp"

namespace cadis {

/// The epochs of a run: equal ones from its start on, the last cut by its end.
class EpochGrid {
 public:
  EpochGrid(Seconds run, Seconds epoch)
      : run_(run), clock_(run), epoch_(clock_.of(epoch)), size_(count(clock_.of(run))) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Epoch i begins; that of i = size() ends the run. The double nearest to the exact instant, as
  /// begins of carbon steps are: equal instants are equal numbers.
  [[nodiscard]] Seconds begin(std::size_t i) const {
    if (i >= size_) return run_;
    return std::min(clock_.seconds(Ticks{epoch_.count() * static_cast<std::int64_t>(i)}), run_);
  }
  [[nodiscard]] Seconds end(std::size_t i) const { return begin(i + 1); }
  [[nodiscard]] const TickClock& clock() const { return clock_; }

 private:
  /// An epoch that is no decimal, as a run's thirtieth part, is rounded as doubles are: what is
  /// then left of the run may be no more than that.
  [[nodiscard]] std::size_t count(Ticks run) const {
    const std::int64_t whole = run.count() / epoch_.count(), rest = run.count() % epoch_.count();
    const bool is_exact = clock_.is_decimal(epoch_.count()) && clock_.is_decimal(run.count());
    const std::int64_t slack = is_exact || whole == 0 ? 0 : (run.count() >> 50) + whole;
    return static_cast<std::size_t>(whole + (rest > slack ? 1 : 0));
  }

  Seconds run_;
  TickClock clock_;
  Ticks epoch_;
  std::size_t size_;
};

}  // namespace cadis
