#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "base/histogram.hpp"
#include "engine/apportioner.hpp"
#include "engine/end_list.hpp"
#include "engine/host_set.hpp"
#include "engine/request_ledger.hpp"
#include "engine/request_queue.hpp"
#include "model/arrivals.hpp"
#include "model/policy.hpp"
#include "model/records.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// One FIFO queue with dynamic batching before a fleet of hosts, solved interval by interval in a
/// plain loop: what `event` has SimGrid do activity by activity, at a few nanoseconds a request.
///
/// All instants are ticks since the run's start (base/ticks.hpp), so what falls on one instant is
/// seen to, and a boundary moves nothing.
class ServiceLoop {
 public:
  /// `scenario`: of at most one region; `arrivals`: those that come here; `ledger`: who is told of
  /// every batch and drop, or nothing.
  ServiceLoop(const Scenario& scenario, Arrivals arrivals, RequestLedger* ledger);

  /// Takes effect at the beginning of the next interval.
  void apply(const Decision& decision);
  /// All that happens in [from, until); `from` is where the interval before ended.
  void solve(Ticks from, Ticks until);
  /// The counts and joules by kind since the last call.
  EpochRecord take_record();

  /// What a host did in the last interval.
  struct Work {
    Ticks busy;
    Joules service, loading;
  };
  [[nodiscard]] const Work& work(std::size_t host) const { return hosts_[host].work; }
  /// Requests waiting or in service at the end of the last interval.
  [[nodiscard]] double in_system() const { return in_system_; }
  [[nodiscard]] std::span<const Ticks> waiting() const { return waiting_.waiting(); }
  [[nodiscard]] const LatencyHistogram& latency() const { return latency_.histogram(); }

 private:
  struct Host {
    explicit Host(std::size_t variants) : mix(variants) {}

    bool is_loading = false;  ///< where it is busy
    Watts power;              ///< where it is busy
    std::size_t loaded = 0, wanted = 0;
    bool committed = false;  ///< just loaded `wanted` for the next batch
    Apportioner mix;
    std::vector<Ticks> unfinished;  ///< arrivals of requests in service beyond the interval
    Work work;
  };

  /// All that says how the next interval goes on.
  using State = std::tuple<Arrivals, RequestQueue, std::vector<Host>, HostSet, EndList>;
  auto state() { return std::tie(arrivals_, waiting_, hosts_, free_, busy_); }
  struct Interval {
    Ticks from, until;
    std::size_t variant;  ///< wanted on all hosts
  };

  void give(const Decision& decision);
  /// How long a batch takes, and what it draws.
  struct Timed {
    Ticks length;
    Service service;
  };

  void open(Ticks from, Ticks until);
  void reload_free_hosts();
  void close();
  void clear_record();

  void advance(Ticks to);
  void admit_before(Ticks at, std::size_t most);
  void admit_next();
  void drop_expired(Ticks now);
  void complete(Ticks now);
  void dispatch(Ticks now);
  void serve(std::size_t h, Ticks now);
  bool load(std::size_t h, Ticks now);
  Ticks occupy(std::size_t h, Ticks now, Ticks length, Seconds exact);
  void charge(Host& host, Ticks time) { charge(host, time, Seconds{clock_.length_s(time)}); }
  void charge(Host& host, Ticks time, Seconds exact);
  void finish(const Host& host, std::span<const Ticks> arrivals, Ticks end);

  [[nodiscard]] bool may_be_plain() const { return is_simple_ && is_whole_; }
  [[nodiscard]] bool is_plain(Ticks now) const;
  [[nodiscard]] Ticks last_end() const;
  void serve_plain(Ticks now);
  void remember(Ticks from, Ticks until);
  void number_hosts();

  /// When the waiting requests are a batch, were it not full.
  [[nodiscard]] Ticks ready_at() const { return waiting_.oldest() + max_wait_; }
  [[nodiscard]] const Timed& service(std::size_t h, std::size_t variant, std::size_t size) const {
    const std::size_t row = h * scenario_.variants.size() + variant;
    return services_[row * max_batch_ + size - 1];
  }

  const Scenario& scenario_;
  RequestLedger* ledger_;
  TickClock clock_;
  std::size_t max_batch_;
  Ticks max_wait_;
  Arrivals arrivals_;
  RequestQueue waiting_;
  std::vector<Host> hosts_;
  std::vector<Timed> services_;  ///< [(host * variants + variant) * max_batch + batch - 1]
  HostSet free_;
  EndList busy_;
  bool is_simple_;  ///< no batches, limits or deadlines, hosts alike, and no one asks which host
  bool is_whole_ = false;  ///< the decision is one variant for all hosts
  bool is_first_decision_ = true;
  Ticks from_, until_;  ///< the interval
  Ticks slo_;           ///< a latency beyond is a violation; never without an objective
  Ticks round_trip_;    ///< part of every latency
  double in_system_ = 0;
  EpochRecord record_;
  LatencyRecorder latency_;
  std::optional<State> before_since_;  ///< the state in which the first of since_ began
  std::vector<Interval> since_;        ///< since when hosts may have other numbers than in `event`
};

}  // namespace cadis
