#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <memory>
#include <vector>

#include "model/arrivals.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// Which share of the arrivals each region takes, as far as it is decided.
class LoadPlan {
 public:
  /// Shares by region, not negative, sum 1, for arrivals in [from, until); `from` is where the last
  /// ended.
  void decide(Ticks from, Ticks until, const Eigen::ArrayXd& load);

  struct Change {
    Ticks from;
    Eigen::ArrayXd load;  ///< regions
  };
  [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }
  [[nodiscard]] Ticks until() const { return until_; }

 private:
  std::vector<Change> changes_;
  Ticks until_;
};

/// The arrivals of one region: of all arrivals, in order, each goes to the region furthest behind
/// its share (of equals the first in the file), and what a region is owed outlives the decision.
///
/// Every region draws all arrivals for itself and keeps its own, so that no state is shared: copies
/// go on by themselves, in any order, in constant memory. They know the plan up to its end; where
/// that is reached they have no more until Arrivals::resume(). `scenario` must outlive all copies.
Arrivals routed_arrivals(const Scenario& scenario, std::size_t region,
                         std::shared_ptr<const LoadPlan> plan);

}  // namespace cadis
