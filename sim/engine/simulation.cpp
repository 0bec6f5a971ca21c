#include "engine/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "base/errors.hpp"
#include "engine/decisions.hpp"
#include "engine/fleet.hpp"
#include "engine/routed_arrivals.hpp"
#include "engine/seen_steps.hpp"
#include "engine/service_group.hpp"

namespace cadis {
namespace {

/// The scenario of each region; of none where there are none.
std::vector<Scenario> parts_of(const Scenario& scenario) {
  std::vector<Scenario> parts;
  for (std::size_t r = 0; r < scenario.regions.size(); ++r) parts.push_back(part_of(scenario, r));
  return parts;
}

/// Adds what happened in one more region in the same epoch. Shares are a mean over `hosts` of which
/// `more_hosts` are the other's; intensity and load are not added.
void add(EpochRecord& sum, const EpochRecord& more, double hosts, double more_hosts) {
  sum.shares += (more.shares - sum.shares) * (more_hosts / hosts);
  sum.arrivals += more.arrivals;
  sum.served += more.served;
  sum.dropped += more.dropped;
  sum.queued += more.queued;
  sum.energy += more.energy;
  sum.idle_energy += more.idle_energy;
  sum.idle_time += more.idle_time;
  sum.switch_energy += more.switch_energy;
  sum.service_energy += more.service_energy;
  sum.carbon += more.carbon;
  sum.counted_g += more.counted_g;
  sum.switches += more.switches;
  sum.slo_violations += more.slo_violations;
  sum.latency_sum_s += more.latency_sum_s;
  sum.served_by_variant += more.served_by_variant;
}

/// Where steps begin of signals that joules are counted by and no policy sees. In `fluid` the power
/// does not change within an epoch, and they need no boundary (CountedGrams).
std::vector<Seconds> counted_steps(const Scenario& scenario) {
  if (scenario.fidelity == Fidelity::fluid) return {};
  std::vector<Seconds> begins;
  const auto add = [&begins](const std::vector<CountedSignal>& signals) {
    for (const CountedSignal& signal : signals) {
      for (std::size_t i = 1; i < signal.carbon.steps(); ++i)
        begins.push_back(signal.carbon.begin(i));
    }
  };
  add(scenario.count_by);
  if (scenario.regions.size() > 1) {
    for (const Region& region : scenario.regions) add(region.count_by);
  }
  std::sort(begins.begin(), begins.end());
  begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
  return begins;
}

Seconds mean_latency(const EpochRecord& record) {
  return Seconds{record.served > 0 ? record.latency_sum_s / record.served : 0.0};
}

/// Drives one run: from boundary to boundary (carbon steps of any region, those of signals that
/// only count, and epochs), each a timer of the engine.
class Run {
 public:
  Run(const Scenario& scenario, const BuiltPolicy& built, RequestSink* sink)
      : scenario_(scenario),
        epochs_(scenario.epochs()),
        policy_(*built.policy),
        forecasts_(built.forecasts.get()),
        parts_(parts_of(scenario)),
        counted_steps_(counted_steps(scenario)),
        fleet_(blueprints(scenario)) {
    static_assert(LatencyHistogram::too_long_s < TickClock::longest_run_s);
    if (scenario.duration.value() >= LatencyHistogram::too_long_s) {
      throw ConfigError("a run lasts less than 136 years");
    }
    open_groups(sink);
    const auto variants = static_cast<Eigen::Index>(scenario.variants.size());
    observation_.served_by_variant = Eigen::ArrayXd::Zero(variants);
    result_.epochs.reserve(epochs_.size());
    result_.regions.resize(parts_.size());
  }

  RunResult go() {
    fleet_.beat_until(scenario_.duration);
    fleet_.at(Seconds{0}, [this] { start(); });
    fleet_.run();
    for (const auto& group : groups_) result_.latency.add(group->latency());
    return std::move(result_);
  }

 private:
  void open_groups(RequestSink* sink) {
    if (parts_.empty()) {
      groups_.push_back(std::make_unique<ServiceGroup>(scenario_, FleetSlice(fleet_),
                                                       arrivals_of(scenario_), sink, 0, 0));
    }
    std::size_t first = 0;
    for (std::size_t r = 0; r < parts_.size(); ++r) {
      const std::size_t hosts = parts_[r].hosts.size();
      groups_.push_back(std::make_unique<ServiceGroup>(parts_[r], FleetSlice(fleet_, first, hosts),
                                                       arrivals_in(r), sink, r, first));
      const Region& region = scenario_.regions[r];
      RegionView& view = observation_.regions.emplace_back();
      view.name = region.name;
      view.pue = region.pue;
      view.round_trip = region.round_trip;
      first += hosts;
    }
  }

  /// A single region takes all arrivals, as a fleet without regions does.
  Arrivals arrivals_in(std::size_t region) const {
    return parts_.size() == 1 ? arrivals_of(scenario_)
                              : routed_arrivals(scenario_, region, load_plan_);
  }

  void start() {
    begin_epoch(Seconds{0});
    begin_interval(Seconds{0});
  }

  void begin_interval(Seconds now) {
    const Seconds step_end = step_ + 1 < scenario_.carbon.steps()
                                 ? scenario_.carbon.begin(step_ + 1)
                                 : scenario_.duration;
    const Seconds until = std::min({step_end, epochs_.end(epoch_), next_counted_step(now)});
    for (auto& group : groups_) group->begin_interval(now, until);
    fleet_.at(until, [this, until] { boundary(until); });
  }

  /// The first after now; the run's end where there is none.
  Seconds next_counted_step(Seconds now) {
    while (counted_step_ < counted_steps_.size() && counted_steps_[counted_step_] <= now)
      ++counted_step_;
    return counted_step_ < counted_steps_.size() ? counted_steps_[counted_step_]
                                                 : scenario_.duration;
  }

  void boundary(Seconds now) {
    for (auto& group : groups_) group->end_interval(now);
    if (step_ + 1 < scenario_.carbon.steps() && scenario_.carbon.begin(step_ + 1) <= now) ++step_;
    if (now >= epochs_.end(epoch_)) {
      end_epoch();
      if (epoch_ + 1 == epochs_.size()) {
        for (auto& group : groups_) group->close();
        fleet_.finish();
        return;
      }
      ++epoch_;
      begin_epoch(now);
    }
    begin_interval(now);
  }

  void begin_epoch(Seconds now) {
    observe(now);
    const Decision decision = policy_.decide(observation_);
    check_decision(scenario_, decision, epoch_);
    if (parts_.empty()) {
      groups_.front()->begin_epoch(decision, now, observation_.length);
      return;
    }
    const TickClock& clock = epochs_.clock();
    load_plan_->decide(clock.of(now), clock.of(epochs_.end(epoch_)), load_of(scenario_, decision));
    for (std::size_t r = 0; r < groups_.size(); ++r) {
      groups_[r]->begin_epoch(decision_of(scenario_, decision, r), now, observation_.length);
    }
  }

  void observe(Seconds now) {
    const auto& carbon = scenario_.carbon;
    observation_.epoch = epoch_;
    observation_.now = now;
    observation_.length = epochs_.end(epoch_) - now;
    observation_.intensity = carbon.intensity(step_);
    seen_.see(carbon, step_);
    observation_.seen_begin_s = seen_.begin_s();
    observation_.seen_g_per_kwh = seen_.g_per_kwh();
    if (forecasts_ != nullptr)
      observation_.forecast = forecasts_->at(now, {seen_.begin_s(), seen_.g_per_kwh()});
    observation_.queued = 0;
    for (const auto& group : groups_) observation_.queued += group->in_system();
    for (std::size_t r = 0; r < observation_.regions.size(); ++r) {
      RegionView& view = observation_.regions[r];
      view.intensity = groups_[r]->intensity();
      const SeenSteps& seen = groups_[r]->seen();
      view.seen_begin_s = seen.begin_s();
      view.seen_g_per_kwh = seen.g_per_kwh();
      view.queued = groups_[r]->in_system();
    }
  }

  void end_epoch() {
    EpochRecord all = groups_.front()->end_epoch();
    if (!parts_.empty()) all = end_epoch_of_regions(std::move(all));
    observation_.arrived = all.arrivals;
    observation_.served = all.served;
    observation_.dropped = all.dropped;
    observation_.mean_latency = mean_latency(all);
    observation_.mean_power = all.energy / all.length;
    observation_.served_by_variant += all.served_by_variant;
    result_.epochs.push_back(std::move(all));
  }

  /// Keeps each region's record and gives that of all.
  EpochRecord end_epoch_of_regions(EpochRecord first) {
    EpochRecord all = first;
    all.intensity = observation_.intensity;
    all.load = 1;
    auto hosts = static_cast<double>(parts_.front().hosts.size());
    for (std::size_t r = 0; r < groups_.size(); ++r) {
      EpochRecord record = r == 0 ? std::move(first) : groups_[r]->end_epoch();
      if (r > 0) {
        const auto more = static_cast<double>(parts_[r].hosts.size());
        add(all, record, hosts += more, more);
      }
      RegionView& view = observation_.regions[r];
      view.load = record.load;
      view.arrived = record.arrivals;
      view.served = record.served;
      view.dropped = record.dropped;
      view.mean_latency = mean_latency(record);
      result_.regions[r].push_back(std::move(record));
    }
    return all;
  }

  const Scenario& scenario_;
  const EpochGrid epochs_;
  Policy& policy_;
  ForecastIssuer* forecasts_;          ///< null unless the policy asked
  const std::vector<Scenario> parts_;  ///< by region; none where the scenario has none
  const std::vector<Seconds> counted_steps_;
  Fleet fleet_;
  std::shared_ptr<LoadPlan> load_plan_ = std::make_shared<LoadPlan>();
  std::vector<std::unique_ptr<ServiceGroup>> groups_;  ///< by region, or one for all
  Observation observation_;
  SeenSteps seen_;
  std::size_t epoch_ = 0, step_ = 0;
  std::size_t counted_step_ = 0;  ///< the next
  RunResult result_;
};

/// SimGrid's meter and the kernel's own account are of the same joules: where they tell different
/// tales, neither is to be quoted.
void check_meter(const RunResult& result) {
  constexpr double most = 1e-4;  // a year of services of 1 ms: 2e-6 (docs/validation.md)
  Joules metered, by_kind;
  for (const EpochRecord& epoch : result.epochs) {
    metered += epoch.energy;
    by_kind += epoch.idle_energy + epoch.switch_energy + epoch.service_energy;
  }
  const double off = std::abs((metered - by_kind).value());
  const double scale = std::max(metered, by_kind).value();
  if (off <= most * scale || off < 1e-9) return;
  throw RunError(
      fmt::format("SimGrid metered {:.6g} J where the run accounts for {:.6g} J; its clock of "
                  "doubles may be too coarse for these services: shorten the run, or use queue",
                  metered.value(), by_kind.value()));
}

}  // namespace

RunResult simulate(const Scenario& scenario, const BuiltPolicy& built, RequestSink* sink) {
  RunResult result = Run(scenario, built, sink).go();
  check_meter(result);
  result.peeks = built.peeks;
  result.optimality_gap = built.policy->optimality_gap();
  return result;
}

}  // namespace cadis
