#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "engine/apportioner.hpp"
#include "engine/host_set.hpp"
#include "engine/request_queue.hpp"
#include "engine/service_kernel.hpp"
#include "model/arrivals.hpp"

namespace cadis {

/// SimGrid keeps the time: every batch and every load is one of its activities. The reference.
///
/// What happens at one instant happens in this order: boundary (a decision), completions, then
/// arrivals one by one, each followed by giving work to free hosts, lowest number first. SimGrid
/// runs timers before completions, so an arrival that finds a completion due at its instant leaves
/// itself to that completion.
///
/// Times are relative to the interval's beginning, as in `queue`: SimGrid's clock says when to
/// act, and loses digits in a long run (docs/validation.md); what is written down does not.
class EventKernel final : public ServiceKernel {
 public:
  EventKernel(const Scenario& scenario, const FleetSlice& fleet, Arrivals arrivals,
              RequestLedger* ledger);

  void apply(const Decision& decision, Seconds, Seconds) override;
  void begin_interval(Seconds now, Seconds until) override;
  void end_interval(Seconds) override;
  EpochRecord take_record() override;
  void finish() override;
  [[nodiscard]] double in_system() const override {
    return static_cast<double>(waiting_.size()) + in_service_;
  }
  [[nodiscard]] std::span<const double> waiting() const override { return waiting_.waiting(); }
  [[nodiscard]] const LatencyHistogram& latency() const override { return latency_; }

 private:
  enum class Doing { idle, loading, serving };
  struct Host {
    explicit Host(std::size_t variants) : mix(variants) {}

    Doing doing = Doing::idle;
    bool has_ended = false;  ///< SimGrid says so, but others that end before are still to come
    double since_s = 0;
    Watts power;        ///< drawn since since_s
    Seconds length{0};  ///< of an activity that began in the interval; 0: it was before
    std::size_t loaded = 0, wanted = 0;
    bool committed = false;  ///< just loaded `wanted` for the next batch
    Apportioner mix;
    std::vector<double> batch;  ///< arrival instants of the requests in service
  };
  /// What a timer is set for; of each only the latest asked for counts.
  enum class Reason : std::size_t { arrival, full_wait };

  void complete_in_order();
  void complete_first();
  void complete(std::size_t h, double now_s);
  void wake_at(Reason reason, double at_s);
  void wake(double now_s);
  void clear_record();
  void settle(Host& host, double now_s);
  void settle(Host& host, double now_s, Seconds time);
  void change(std::size_t h, Doing doing, Watts power, double now_s);
  [[nodiscard]] bool completion_before(double at_s) const {
    return !busy_.empty() && busy_.front().first < at_s;
  }
  [[nodiscard]] bool completion_due(double now_s) const {
    return !busy_.empty() && busy_.front().first <= now_s;
  }
  [[nodiscard]] double next_wake_s() const { return std::min(asked_s_[0], asked_s_[1]); }
  [[nodiscard]] double next_arrival_s() const { return arrivals_.peek_s() - origin_s_; }
  void take_arrivals(double now_s, bool inclusive);
  void drop_expired(double now_s);
  void dispatch(double now_s);
  void serve(std::size_t h, double now_s);
  bool load(std::size_t h, double now_s);
  void begin_activity(std::size_t h, Seconds length, Watts power, double now_s);
  void reload_free_hosts();
  void arm(double now_s);

  const Scenario& scenario_;
  FleetSlice fleet_;
  RequestLedger* ledger_;  ///< or nothing
  Arrivals arrivals_;
  std::vector<Host> hosts_;
  RequestQueue waiting_;
  HostSet free_;
  std::vector<std::pair<double, std::size_t>> busy_;  ///< a heap of (end, host), first end on top
  double in_service_ = 0;
  double origin_s_ = 0;              ///< the interval's beginning, since the run's start
  double until_s_ = 0;               ///< the interval's end, since its beginning
  std::array<double, 2> asked_s_{};  ///< by reason, in this interval
  bool is_first_decision_ = true, is_finished_ = false;
  EpochRecord record_;
  LatencyHistogram latency_;
};

}  // namespace cadis
