#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>
#include <vector>

#include "engine/batch_mix.hpp"
#include "engine/request_queue.hpp"
#include "engine/service_kernel.hpp"

namespace cadis {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Every batch is one SimGrid activity; waiting requests are in our own FIFO.
///
/// What happens at one instant happens in this order: boundary (a decision), completions, then
/// arrivals one by one, each followed by giving work to free hosts, lowest number first. SimGrid
/// runs timers before completions, so an arrival that finds a completion due at its instant leaves
/// itself to that completion.
class EventKernel final : public ServiceKernel {
 public:
  EventKernel(const Scenario& scenario, Fleet& fleet)
      : scenario_(scenario),
        fleet_(fleet),
        arrivals_(
            make_arrivals(scenario.arrivals, scenario.seed, scenario.start, scenario.duration)),
        hosts_(scenario.hosts.size(), Host(scenario.variants.size())),
        done_at_s_(scenario.hosts.size(), never) {
    for (std::size_t h = 0; h < hosts_.size(); ++h) {
      free_.push(h);
      hosts_[h].power = idle_on(scenario, h);
      hosts_[h].batch.reserve(static_cast<std::size_t>(scenario.max_batch));
    }
    // services_[host][variant][batch]: looked up once, in the host's pstate
    for (std::size_t h = 0; h < hosts_.size(); ++h) {
      for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
        for (int b = 1; b <= scenario.max_batch; ++b)
          services_.push_back(service_on(scenario, h, v, b));
      }
    }
    clear_record();
    next_arrival_s_ = arrivals_->next_s();
    fleet_.on_done([this](std::size_t host) { on_done(host); });
  }

  void end_interval(Seconds now) override {
    take_arrivals(now.value(), false);
    drop_expired(now.value());
    for (auto& host : hosts_) settle(host, now.value());
  }

  EpochRecord take_record() override {
    EpochRecord record = record_;
    record.queued = in_system();
    clear_record();
    return record;
  }

  void apply(const Decision& decision, Seconds now, Seconds) override {
    for (std::size_t h = 0; h < hosts_.size(); ++h) {
      const Eigen::Index row = decision.shares.rows() == 1 ? 0 : static_cast<Eigen::Index>(h);
      auto& host = hosts_[h];
      host.mix.set(decision.shares.row(row).transpose());
      if (first_decision_) host.loaded = host.mix.largest();  // loaded before the run began
      if (host.mix.is_one()) host.wanted = host.mix.largest();
      if (host.mix.is_one() || !host.mix.has(host.wanted)) host.committed = false;
    }
    first_decision_ = false;
    reload_free_hosts(now.value());
  }

  void begin_interval(Seconds now, Seconds until) override {
    until_s_ = until.value();
    if (completion_due(now.value())) return;  // it comes first, and gives out the work
    dispatch(now.value());
    arm(now.value());
  }

  void finish() override {
    finished_ = true;
    for (std::size_t h = 0; h < hosts_.size(); ++h) fleet_.cancel(h);
  }

  [[nodiscard]] double in_system() const override {
    return static_cast<double>(waiting_.size()) + in_service_;
  }
  [[nodiscard]] const LatencyHistogram& latency() const override { return latency_; }

 private:
  enum class Doing { idle, loading, serving };
  struct Host {
    explicit Host(std::size_t variants) : mix(variants) {}

    Doing doing = Doing::idle;
    double since_s = 0;
    Watts power;  ///< drawn since since_s
    std::size_t loaded = 0, wanted = 0;
    bool committed = false;  ///< just loaded `wanted` for the next batch
    BatchMix mix;
    std::vector<double> batch;  ///< arrival instants of the requests in service
  };

  void clear_record() {
    record_ = EpochRecord{};
    record_.served_by_variant =
        Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(scenario_.variants.size()));
  }

  /// Adds what the host drew since its last change to the account of its kind.
  void settle(Host& host, double now_s) {
    const Joules drawn = host.power * Seconds{now_s - host.since_s};
    if (host.doing == Doing::idle) record_.idle_energy += drawn;
    if (host.doing == Doing::loading) record_.switch_energy += drawn;
    if (host.doing == Doing::serving) record_.service_energy += drawn;
    host.since_s = now_s;
  }

  void change(std::size_t h, Doing doing, Watts power, double now_s) {
    settle(hosts_[h], now_s);
    hosts_[h].doing = doing;
    hosts_[h].power = power;
  }

  [[nodiscard]] bool completion_due(double now_s) const {
    return std::any_of(done_at_s_.begin(), done_at_s_.end(),
                       [now_s](double at) { return at <= now_s; });
  }

  /// Lets arrivals up to `now_s` (strictly before it, unless `inclusive`) into the queue, each
  /// offered to the free hosts.
  void take_arrivals(double now_s, bool inclusive) {
    while (next_arrival_s_ < now_s || (inclusive && next_arrival_s_ <= now_s)) {
      const double at_s = next_arrival_s_;
      next_arrival_s_ = arrivals_->next_s();
      ++record_.arrivals;
      drop_expired(at_s);
      if (!waiting_.offer(at_s))
        ++record_.dropped;
      else if (!free_.empty())
        dispatch(at_s);
    }
  }

  void drop_expired(double now_s) {
    record_.dropped += static_cast<double>(waiting_.drop_expired(now_s));
  }

  /// Gives waiting requests to free hosts, lowest number first, as far as batches are ready.
  void dispatch(double now_s) {
    drop_expired(now_s);
    while (!free_.empty() && !waiting_.empty()) {
      const bool full = waiting_.size() >= static_cast<std::size_t>(scenario_.max_batch);
      const double ready_s = waiting_.oldest_s() + scenario_.max_wait.value();
      if (!full && ready_s > now_s) {
        if (batch_timer_s_ != ready_s && ready_s < until_s_) {
          batch_timer_s_ = ready_s;
          fleet_.at(Seconds{ready_s}, [this, ready_s] { on_timer(ready_s); });
        }
        return;
      }
      const auto host = free_.top();
      free_.pop();
      serve(host, now_s);
    }
  }

  void serve(std::size_t h, double now_s) {
    auto& host = hosts_[h];
    const auto size = std::min(waiting_.size(), static_cast<std::size_t>(scenario_.max_batch));
    if (!host.mix.is_one() && !host.committed) host.wanted = host.mix.next();
    host.committed = false;
    if (host.wanted != host.loaded && load(h, now_s)) {
      host.committed = true;  // the batch forms when the variant is there
      return;
    }
    if (!host.mix.is_one()) host.mix.pay(host.wanted, static_cast<double>(size));
    for (std::size_t i = 0; i < size; ++i) host.batch.push_back(waiting_.pop());
    in_service_ += static_cast<double>(size);
    const Service& service = services_[(h * scenario_.variants.size() + host.loaded) *
                                           static_cast<std::size_t>(scenario_.max_batch) +
                                       size - 1];
    change(h, Doing::serving, service.power, now_s);
    begin_activity(h, service.time, service.power, now_s);
  }

  /// Changes the host to `wanted`; true where that takes time (the host is then busy loading).
  bool load(std::size_t h, double now_s) {
    auto& host = hosts_[h];
    const auto& spec = scenario_.hosts[h];
    const bool resident = spec.resident[host.loaded] && spec.resident[host.wanted];
    host.loaded = host.wanted;
    ++record_.switches;
    const auto& cost = scenario_.loads[spec.device * scenario_.variants.size() + host.wanted];
    if (resident || !cost || cost->time.value() <= 0) return false;
    // A load that draws nothing is still an activity: SimGrid needs some load to keep the host's
    // clock.
    const Watts power = std::max(cost->power, Watts{1e-9});
    change(h, Doing::loading, power, now_s);
    begin_activity(h, cost->time, power, now_s);
    return true;
  }

  void begin_activity(std::size_t h, Seconds length, Watts power, double now_s) {
    done_at_s_[h] = now_s + length.value();
    fleet_.start(h, length, power);
  }

  /// Idle hosts load what a whole-epoch decision wants at once, before requests come.
  void reload_free_hosts(double now_s) {
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> still_free;
    while (!free_.empty()) {
      const auto h = free_.top();
      free_.pop();
      if (!(hosts_[h].mix.is_one() && hosts_[h].wanted != hosts_[h].loaded && load(h, now_s)))
        still_free.push(h);
    }
    free_ = std::move(still_free);
  }

  void on_done(std::size_t h) {
    if (finished_) return;
    const double now_s = fleet_.now().value();
    auto& host = hosts_[h];
    done_at_s_[h] = never;
    take_arrivals_while_busy(now_s);
    for (const double arrived_s : host.batch) {
      const double latency_s = now_s - arrived_s;
      latency_.add(Seconds{latency_s});
      record_.latency_sum_s += latency_s;
      if (scenario_.slo && latency_s > scenario_.slo->value() + rounding_s(now_s))
        ++record_.slo_violations;
    }
    const double size = static_cast<double>(host.batch.size());
    record_.served += size;
    record_.served_by_variant[static_cast<Eigen::Index>(host.loaded)] += size;
    in_service_ -= size;
    host.batch.clear();
    change(h, Doing::idle, idle_on_[h], now_s);
    const bool reloads = host.mix.is_one() && host.wanted != host.loaded && load(h, now_s);
    if (!reloads) free_.push(h);
    if (completion_due(now_s)) return;  // the last completion of an instant gives out the work
    dispatch(now_s);
    arm(now_s);
  }

  /// Arrivals strictly before a completion, with every host that is free already served by its own
  /// timer.
  void take_arrivals_while_busy(double now_s) { take_arrivals(std::min(now_s, until_s_), false); }

  void on_timer(double at_s) {
    if (finished_) return;
    const double now_s = std::max(at_s, fleet_.now().value());
    if (now_s >= until_s_ || completion_due(now_s))
      return;  // left to the boundary or to that completion
    take_arrivals(now_s, true);
    dispatch(now_s);
    arm(now_s);
  }

  /// One timer for the next arrival, and only while a host is free: an arrival that finds all hosts
  /// busy can only queue, which the next completion or boundary sees to.
  void arm(double now_s) {
    if (next_arrival_s_ <= now_s && next_arrival_s_ < until_s_) take_arrivals(now_s, true);
    if (free_.empty() || next_arrival_s_ >= until_s_ || armed_s_ == next_arrival_s_) return;
    armed_s_ = next_arrival_s_;
    fleet_.at(Seconds{armed_s_}, [this, at_s = armed_s_] { on_timer(at_s); });
  }

  const Scenario& scenario_;
  Fleet& fleet_;
  std::unique_ptr<ArrivalProcess> arrivals_;
  std::vector<Host> hosts_;
  std::vector<double>
      done_at_s_;  ///< hosts; when the running activity ends, infinity when there is none
  std::vector<Watts> idle_on_ = [this] {
    std::vector<Watts> list;
    for (std::size_t h = 0; h < scenario_.hosts.size(); ++h) list.push_back(idle_on(scenario_, h));
    return list;
  }();
  std::vector<Service> services_;
  RequestQueue waiting_{scenario_};
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> free_;
  double in_service_ = 0;
  double next_arrival_s_ = never;
  double armed_s_ = -1;
  double batch_timer_s_ = -1;
  double until_s_ = 0;
  bool first_decision_ = true;
  bool finished_ = false;
  EpochRecord record_;
  LatencyHistogram latency_;
};

}  // namespace

std::unique_ptr<ServiceKernel> make_event_kernel(const Scenario& scenario, Fleet& fleet) {
  return std::make_unique<EventKernel>(scenario, fleet);
}

}  // namespace cadis
