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
/// arrivals one by one, then full waits. Completions, arrivals and full waits are followed by
/// giving work to free hosts, lowest number first; a boundary alone is not. SimGrid runs timers
/// before completions, so an arrival that finds a completion due at its instant leaves itself to
/// that completion.
///
/// SimGrid's clock says when to act, and loses digits in a long run (docs/validation.md). What is
/// compared and written down are ticks since the run's start, as in `queue`.
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
  [[nodiscard]] std::span<const Ticks> waiting() const override { return waiting_.waiting(); }
  [[nodiscard]] const LatencyHistogram& latency() const override { return latency_.histogram(); }

 private:
  enum class Doing { idle, loading, serving };
  struct Host {
    explicit Host(std::size_t variants) : mix(variants) {}

    Doing doing = Doing::idle;
    bool has_ended = false;  ///< SimGrid says so, but others that end before are still to come
    Ticks since;
    Watts power;        ///< drawn since then
    Seconds length{0};  ///< of an activity that began in the interval; 0: it was before
    std::size_t loaded = 0, wanted = 0;
    bool committed = false;  ///< just loaded `wanted` for the next batch
    Apportioner mix;
    std::vector<Ticks> batch;  ///< arrival instants of the requests in service
  };
  /// What a timer is set for; of each only the latest asked for counts.
  enum class Reason : std::size_t { arrival, full_wait };

  void complete_in_order();
  void complete_first();
  void complete(std::size_t h, Ticks now);
  void wake_at(Reason reason, Ticks at);
  void wake(Ticks now);
  void clear_record();
  void settle(Host& host, Ticks now) { settle(host, now, length(now - host.since)); }
  void settle(Host& host, Ticks now, Seconds time);
  void change(std::size_t h, Doing doing, Watts power, Ticks now);
  [[nodiscard]] bool completion_before(Ticks at) const {
    return !busy_.empty() && busy_.front().first < at;
  }
  [[nodiscard]] bool completion_due(Ticks now) const {
    return !busy_.empty() && busy_.front().first <= now;
  }
  [[nodiscard]] Ticks next_wake() const { return std::min(asked_[0], asked_[1]); }
  [[nodiscard]] Seconds length(Ticks time) const { return Seconds{clock_.length_s(time)}; }
  /// When the waiting requests are a batch, were it not full.
  [[nodiscard]] Ticks ready_at() const { return waiting_.oldest() + max_wait_; }
  [[nodiscard]] bool is_full() const {
    return waiting_.size() >= static_cast<std::size_t>(scenario_.max_batch);
  }
  void take_arrivals(Ticks now, bool inclusive);
  void drop_expired(Ticks now);
  void dispatch(Ticks now);
  void serve(std::size_t h, Ticks now);
  bool load(std::size_t h, Ticks now);
  void begin_activity(std::size_t h, Seconds length, Watts power, Ticks now);
  void reload_free_hosts();
  void arm(Ticks now);

  const Scenario& scenario_;
  FleetSlice fleet_;
  RequestLedger* ledger_;  ///< or nothing
  TickClock clock_;
  Ticks max_wait_, slo_, round_trip_;  ///< slo: never without an objective
  Arrivals arrivals_;
  std::vector<Host> hosts_;
  RequestQueue waiting_;
  HostSet free_;
  std::vector<std::pair<Ticks, std::size_t>> busy_;  ///< a heap of (end, host), first end on top
  double in_service_ = 0;
  Ticks from_, until_;            ///< the interval
  std::array<Ticks, 2> asked_{};  ///< by reason, in this interval
  bool is_first_decision_ = true, is_finished_ = false;
  EpochRecord record_;
  LatencyRecorder latency_;
};

}  // namespace cadis
