#include <algorithm>
#include <stdexcept>

#include "engine/service_kernel.hpp"

namespace cadis {
namespace {

/// No queue: requests are a rate. For an epoch of T seconds with n requests on k identical hosts,
/// busy seconds are B = sum_v share_v n service_v(b) / b with b = max_batch, capped at k T (the
/// rest stays queued and is offered again in the next epoch), and joules idle (k T - B) + sum_v
/// busy_v B_v. Power is constant over the epoch.
class FluidKernel final : public ServiceKernel {
 public:
  FluidKernel(const Scenario& scenario, const FleetSlice& hosts)
      : scenario_(scenario),
        hosts_(hosts),
        variants_(static_cast<Eigen::Index>(scenario.variants.size())) {
    record_.served_by_variant = Eigen::ArrayXd::Zero(variants_);
  }

  void apply(const Decision& decision, Seconds now, Seconds length) override {
    const double hosts = static_cast<double>(scenario_.hosts.size());
    const double batch = scenario_.max_batch;
    const Eigen::ArrayXd shares = decision.shares.row(0);
    record_ = EpochRecord{};
    const double load = decision.load.size() == 0 ? 1 : decision.load[0];
    record_.arrivals =
        load * expected_arrivals(scenario_.arrivals, scenario_.start, now, now + length);
    const double offered = queued_ + record_.arrivals;

    Eigen::ArrayXd busy_s(variants_);  // replica seconds by variant
    Eigen::ArrayXd power_w(variants_);
    for (Eigen::Index v = 0; v < variants_; ++v) {
      const Service service =
          service_on(scenario_, 0, static_cast<std::size_t>(v), scenario_.max_batch);
      busy_s[v] = shares[v] * offered * service.time.value() / batch;
      power_w[v] = service.power.value();
    }
    const double available_s = hosts * length.value();
    const double wanted_s = busy_s.sum();
    const double fits = wanted_s > available_s ? available_s / wanted_s : 1;
    busy_s *= fits;
    record_.served_by_variant = shares * offered * fits;
    record_.served = fits < 1 ? record_.served_by_variant.sum() : offered;
    queued_ = fits < 1 ? offered - record_.served : 0;
    record_.queued = queued_;
    record_.service_energy = Joules{(power_w * busy_s).sum()};
    record_.idle_time = Seconds{std::max(0.0, available_s - busy_s.sum())};
    record_.idle_energy = idle_on(scenario_, 0) * record_.idle_time;
    power_ = (record_.service_energy + record_.idle_energy) / (hosts * length);
    count_switches(shares);
  }

  void begin_interval(Seconds now, Seconds until) override {
    if (power_.value() <= 0) return;  // an idle host that draws nothing needs no activity
    activities_.clear();
    for (std::size_t host = 0; host < hosts_.size(); ++host) {
      activities_.push_back({host, until - now, power_});
    }
    hosts_.start_all(activities_);
  }

  void end_interval(Seconds) override {
    for (std::size_t host = 0; host < hosts_.size(); ++host) hosts_.cancel(host);
  }

  EpochRecord take_record() override { return record_; }
  void finish() override {}
  [[nodiscard]] double in_system() const override { return queued_; }
  [[nodiscard]] std::span<const Ticks> waiting() const override { return {}; }
  [[nodiscard]] const LatencyHistogram& latency() const override { return none_; }

 private:
  /// A split epoch runs its variants in the pool's order, once each. What the first decision asks
  /// for, of a split its largest share, is loaded before the run.
  void count_switches(const Eigen::ArrayXd& shares) {
    if (loaded_ < 0) shares.maxCoeff(&loaded_);
    for (Eigen::Index v = 0; v < variants_; ++v) {
      if (shares[v] <= 0) continue;
      if (loaded_ != v) record_.switches += static_cast<double>(scenario_.hosts.size());
      loaded_ = v;
    }
  }

  const Scenario& scenario_;
  FleetSlice hosts_;
  Eigen::Index variants_;
  EpochRecord record_;
  double queued_ = 0;
  Watts power_{0};
  std::vector<Fleet::Activity> activities_;
  Eigen::Index loaded_ = -1;
  LatencyHistogram none_;
};

}  // namespace

std::unique_ptr<ServiceKernel> make_fluid_kernel(const Scenario& scenario,
                                                 const FleetSlice& hosts) {
  return std::make_unique<FluidKernel>(scenario, hosts);
}

}  // namespace cadis
