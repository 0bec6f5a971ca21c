#pragma once

#include <cstddef>

#include "base/ticks.hpp"

namespace cadis {

/// The epochs of a run: equal ones from its start on, the last cut by its end.
class EpochGrid {
 public:
  EpochGrid(Seconds run, Seconds epoch)
      : run_(run), clock_(run), run_ticks_(clock_.of(run)), epoch_ticks_(clock_.of(epoch)) {}

  [[nodiscard]] std::size_t size() const {
    const auto run = run_ticks_.count(), epoch = epoch_ticks_.count();
    return static_cast<std::size_t>(run / epoch + (run % epoch > 0 ? 1 : 0));
  }
  /// Epoch i begins; that of i = size() ends the run. The double nearest to the exact instant, as
  /// begins of carbon steps are: equal instants are equal numbers.
  [[nodiscard]] Seconds begin(std::size_t i) const {
    if (i >= size()) return run_;
    return clock_.seconds(Ticks{epoch_ticks_.count() * static_cast<std::int64_t>(i)});
  }
  [[nodiscard]] Seconds end(std::size_t i) const { return begin(i + 1); }
  [[nodiscard]] const TickClock& clock() const { return clock_; }

 private:
  Seconds run_;
  TickClock clock_;
  Ticks run_ticks_, epoch_ticks_;
};

}  // namespace cadis
