#include "engine/routed_arrivals.hpp"

#include <utility>

#include "engine/apportioner.hpp"

namespace cadis {
namespace {

constexpr std::size_t block_size = 64;

class Routed {
 public:
  Routed(Arrivals all, std::size_t regions, std::size_t region,
         std::shared_ptr<const LoadPlan> plan)
      : all_(std::move(all)), shares_(regions), region_(region), plan_(std::move(plan)) {}

  void operator()(std::vector<Ticks>& block) {
    block.clear();
    while (block.size() < block_size && all_.peek() < plan_->until()) {
      const Ticks at = all_.next();
      const auto& changes = plan_->changes();
      for (; next_ < changes.size() && changes[next_].from <= at; ++next_) {
        shares_.set(changes[next_].load);
      }
      if (shares_.take_one() == region_) block.push_back(at);
    }
  }

 private:
  Arrivals all_;
  Apportioner shares_;
  std::size_t region_;
  std::shared_ptr<const LoadPlan> plan_;
  std::size_t next_ = 0;  ///< the first change that is still to come
};

}  // namespace

void LoadPlan::decide(Ticks from, Ticks until, const Eigen::ArrayXd& load) {
  const bool is_new = changes_.empty() || (changes_.back().load != load).any();
  if (is_new) changes_.push_back({from, load});
  until_ = until;
}

Arrivals routed_arrivals(const Scenario& scenario, std::size_t region,
                         std::shared_ptr<const LoadPlan> plan) {
  Arrivals all(scenario.arrivals, scenario.seed, scenario.start, scenario.duration);
  return {Routed(std::move(all), scenario.regions.size(), region, std::move(plan)),
          scenario.duration};
}

}  // namespace cadis
