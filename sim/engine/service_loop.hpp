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
/// Times within an interval are relative to its beginning, so that nothing is lost to the clock of
/// a long run; arrival instants stay as they came and are made relative where they are used.
class ServiceLoop {
 public:
  /// `scenario`: of at most one region; `arrivals`: those that come here; `ledger`: who is told of
  /// every batch and drop, or nothing.
  ServiceLoop(const Scenario& scenario, Arrivals arrivals, RequestLedger* ledger);

  /// Takes effect at the beginning of the next interval.
  void apply(const Decision& decision);
  /// All that happens in [from, until), seconds since the run's start; `from` is where the interval
  /// before ended.
  void solve(double from_s, double until_s);
  /// The counts and joules by kind since the last call.
  EpochRecord take_record();

  /// What a host did in the last interval.
  struct Work {
    Seconds busy{0};
    Joules service, loading;
  };
  [[nodiscard]] const Work& work(std::size_t host) const { return hosts_[host].work; }
  /// Requests waiting or in service at the end of the last interval.
  [[nodiscard]] double in_system() const { return in_system_; }
  [[nodiscard]] std::span<const double> waiting() const { return waiting_.waiting(); }
  [[nodiscard]] const LatencyHistogram& latency() const { return latency_.histogram(); }

 private:
  struct Host {
    explicit Host(std::size_t variants) : mix(variants) {}

    bool is_loading = false;  ///< where it is busy
    Watts power;              ///< where it is busy
    std::size_t loaded = 0, wanted = 0;
    bool committed = false;  ///< just loaded `wanted` for the next batch
    Apportioner mix;
    std::vector<double> unfinished;  ///< arrivals of requests in service beyond the interval
    Work work;
  };

  /// All that says how the next interval goes on.
  using State = std::tuple<Arrivals, RequestQueue, std::vector<Host>, HostSet, EndList, double>;
  auto state() { return std::tie(arrivals_, waiting_, hosts_, free_, busy_, until_s_); }
  struct Interval {
    double from_s, until_s;
    std::size_t variant;  ///< wanted on all hosts
  };

  void give(const Decision& decision);
  void open(double from_s, double until_s);
  void reload_free_hosts();
  void close();
  void clear_record();

  void advance(double now_s, double to_s);
  void admit_before(double at_s, std::size_t most);
  void admit_next();
  void drop_expired(double now_s);
  void release(double now_s);
  void dispatch(double now_s);
  void serve(std::size_t h, double now_s);
  bool load(std::size_t h, double now_s);
  double occupy(std::size_t h, double now_s, Seconds length);
  void charge(Host& host, Seconds time);
  void finish(const Host& host, std::span<const double> arrivals, double end_s);

  [[nodiscard]] bool may_be_plain() const { return is_simple_ && is_whole_; }
  [[nodiscard]] bool is_plain(double now_s) const;
  [[nodiscard]] double last_end_s() const;
  void serve_plain(double now_s);
  void remember(double from_s, double until_s);
  void number_hosts();

  [[nodiscard]] double next_arrival_s() const { return arrivals_.peek_s() - origin_s_; }
  /// When the waiting requests are a batch, were it not full.
  [[nodiscard]] double ready_at_s() const {
    return waiting_.oldest_s() - origin_s_ + scenario_.max_wait.value();
  }
  [[nodiscard]] const Service& service(std::size_t h, std::size_t variant, std::size_t size) const {
    const std::size_t row = h * scenario_.variants.size() + variant;
    return services_[row * max_batch_ + size - 1];
  }

  const Scenario& scenario_;
  RequestLedger* ledger_;
  std::size_t max_batch_;
  Arrivals arrivals_;
  RequestQueue waiting_;
  std::vector<Host> hosts_;
  std::vector<Service> services_;  ///< [(host * variants + variant) * max_batch + batch - 1]
  HostSet free_;
  EndList busy_;
  bool is_simple_;  ///< no batches, limits or deadlines, hosts alike, and no one asks which host
  bool is_whole_ = false;  ///< the decision is one variant for all hosts
  bool is_first_decision_ = true;
  double origin_s_ = 0;  ///< the interval's beginning, since the run's start
  double until_s_ = 0;   ///< the interval's end, since its beginning
  double slo_s_ = 0;     ///< a latency beyond is a violation; infinity without an objective
  double round_trip_s_;  ///< part of every latency
  double in_system_ = 0;
  EpochRecord record_;
  LatencyRecorder latency_;
  std::optional<State> before_since_;  ///< the state in which the first of since_ began
  std::vector<Interval> since_;        ///< since when hosts may have other numbers than in `event`
};

}  // namespace cadis
