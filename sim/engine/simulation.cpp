#include "engine/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/errors.hpp"
#include "engine/energy_meter.hpp"
#include "engine/fleet.hpp"
#include "engine/service_kernel.hpp"

namespace cadis {
namespace {

/// Drives one run: from boundary to boundary (carbon steps and epochs), each a timer of the engine.
class Run {
 public:
  Run(const Scenario& scenario, const BuiltPolicy& built, RequestSink* sink)
      : scenario_(scenario),
        policy_(*built.policy),
        forecasts_(built.forecasts.get()),
        fleet_(blueprints(scenario)),
        ledger_(sink == nullptr ? nullptr : std::make_unique<RequestLedger>(*sink, scenario.pue)),
        kernel_(make_kernel(scenario, fleet_, ledger_.get())),
        meter_(fleet_, scenario.pue) {
    if (scenario.duration.value() >= LatencyHistogram::too_long_s) {
      throw ConfigError("a run lasts less than 136 years");
    }
    const auto variants = static_cast<Eigen::Index>(scenario.variants.size());
    observation_.served_by_variant = Eigen::ArrayXd::Zero(variants);
    result_.epochs.reserve(scenario.epochs());
    seen_begin_s_.reserve(scenario.carbon.steps());
    seen_g_per_kwh_.reserve(scenario.carbon.steps());
  }

  RunResult go() {
    fleet_.at(Seconds{0}, [this] { start(); });
    fleet_.run();
    result_.latency = kernel_->latency();
    return std::move(result_);
  }

 private:
  void start() {
    begin_epoch(Seconds{0});
    begin_interval(Seconds{0});
  }

  void begin_interval(Seconds now) {
    const Seconds step_end = step_ + 1 < scenario_.carbon.steps()
                                 ? scenario_.carbon.begin(step_ + 1)
                                 : scenario_.duration;
    const Seconds until = std::min(step_end, scenario_.epoch_end(epoch_));
    if (ledger_) ledger_->begin_interval(now, until, scenario_.carbon.intensity(step_));
    kernel_->begin_interval(now, until);
    fleet_.at(until, [this, until] { boundary(until); });
  }

  void boundary(Seconds now) {
    kernel_->end_interval(now);
    const auto reading = meter_.read(scenario_.carbon.intensity(step_));
    energy_ += reading.energy;
    carbon_ += reading.carbon;
    if (ledger_) ledger_->end_interval(reading);
    if (step_ + 1 < scenario_.carbon.steps() && scenario_.carbon.begin(step_ + 1) <= now) ++step_;
    if (now >= scenario_.epoch_end(epoch_)) {
      end_epoch();
      if (epoch_ + 1 == scenario_.epochs()) {
        if (ledger_) ledger_->close(kernel_->waiting());
        kernel_->finish();
        fleet_.finish();
        return;
      }
      ++epoch_;
      begin_epoch(now);
    }
    begin_interval(now);
  }

  void begin_epoch(Seconds now) {
    const auto& carbon = scenario_.carbon;
    observation_.epoch = epoch_;
    observation_.now = now;
    observation_.length = scenario_.epoch_end(epoch_) - now;
    observation_.intensity = carbon.intensity(step_);
    for (std::size_t step = seen_begin_s_.size(); step <= step_; ++step) {
      seen_begin_s_.push_back(carbon.begin(step).value());
      seen_g_per_kwh_.push_back(carbon.intensity(step).value());
    }
    observation_.seen_begin_s = seen_begin_s_;
    observation_.seen_g_per_kwh = seen_g_per_kwh_;
    if (forecasts_ != nullptr)
      observation_.forecast = forecasts_->at(now, {seen_begin_s_, seen_g_per_kwh_});
    observation_.queued = kernel_->in_system();
    Decision decision = policy_.decide(observation_);
    check(decision);
    decision_ = std::move(decision);
    kernel_->apply(decision_, now, observation_.length);
  }

  void end_epoch() {
    if (ledger_) ledger_->end_epoch();
    EpochRecord record = kernel_->take_record();
    record.begin = observation_.now;
    record.length = observation_.length;
    record.intensity = observation_.intensity;
    record.shares = decision_.shares.colwise().mean().transpose();
    record.energy = energy_;
    record.carbon = carbon_;
    energy_ = Joules{0};
    carbon_ = Grams{0};
    observation_.arrived = record.arrivals;
    observation_.served = record.served;
    observation_.dropped = record.dropped;
    observation_.mean_latency =
        Seconds{record.served > 0 ? record.latency_sum_s / record.served : 0.0};
    observation_.mean_power = record.energy / record.length;
    observation_.served_by_variant += record.served_by_variant;
    result_.epochs.push_back(std::move(record));
  }

  void check(const Decision& decision) const {
    const auto fail = [&](const std::string& what) {
      throw PolicyError(
          fmt::format("policy {}, epoch {}: {}", scenario_.policy.name, epoch_, what));
    };
    const auto hosts = static_cast<Eigen::Index>(scenario_.hosts.size());
    const auto variants = static_cast<Eigen::Index>(scenario_.variants.size());
    if (decision.shares.cols() != variants ||
        (decision.shares.rows() != 1 && decision.shares.rows() != hosts)) {
      fail(fmt::format("shares must be 1 x {1} or {0} x {1}, got {2} x {3}", hosts, variants,
                       decision.shares.rows(), decision.shares.cols()));
    }
    for (Eigen::Index row = 0; row < decision.shares.rows(); ++row) {
      if (!(decision.shares.row(row) >= 0).all() ||
          std::abs(decision.shares.row(row).sum() - 1) > 1e-9) {
        fail("shares must be at least 0 and sum to 1");
      }
    }
    if (scenario_.fidelity == Fidelity::fluid && decision.shares.rows() > 1) {
      fail("fluid takes one decision for all hosts");
    }
  }

  const Scenario& scenario_;
  Policy& policy_;
  ForecastIssuer* forecasts_;  ///< null unless the policy asked
  Fleet fleet_;
  std::unique_ptr<RequestLedger> ledger_;
  std::unique_ptr<ServiceKernel> kernel_;
  EnergyMeter meter_;
  Observation observation_;
  std::vector<double> seen_begin_s_, seen_g_per_kwh_;  ///< copies: behind them is no future
  Decision decision_;
  std::size_t epoch_ = 0, step_ = 0;
  Joules energy_;
  Grams carbon_;
  RunResult result_;
};

}  // namespace

RunResult simulate(const Scenario& scenario, const BuiltPolicy& built, RequestSink* sink) {
  RunResult result = Run(scenario, built, sink).go();
  result.peeks = built.peeks;
  result.optimality_gap = built.policy->optimality_gap();
  return result;
}

}  // namespace cadis
