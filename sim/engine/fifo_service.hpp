#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <queue>
#include <vector>

#include "base/histogram.hpp"
#include "engine/batch_mix.hpp"
#include "engine/request_queue.hpp"
#include "model/arrivals.hpp"
#include "model/policy.hpp"
#include "model/records.hpp"
#include "model/scenario.hpp"

namespace cadis {

inline constexpr double never_s = std::numeric_limits<double>::infinity();

/// Who keeps the time of a FifoService: SimGrid (`event`) or a plain loop (`queue`). Seconds since
/// the run's start.
class Agenda {
 public:
  virtual ~Agenda() = default;
  /// The host is busy until `ends_s`, drawing `power`; done(host) is due then.
  virtual void start(std::size_t host, Seconds length, Watts power, double ends_s) = 0;
  /// wake(at_s) is due then, unless a boundary comes first. May be asked for more than once; of
  /// each reason only the latest instant counts.
  enum class Reason : std::size_t { arrival, full_wait };
  virtual void wake_at(Reason reason, double at_s) = 0;
};

/// One FIFO queue with dynamic batching before a fleet of hosts: what `event` and `queue` mean,
/// whoever keeps the time.
///
/// What happens at one instant happens in this order: boundary (a decision), completions, then
/// arrivals one by one, each followed by giving work to free hosts, lowest number first. An arrival
/// that finds a completion due at its instant leaves itself to that completion.
class FifoService {
 public:
  FifoService(const Scenario& scenario, Agenda& agenda);

  void apply(const Decision& decision, double now_s);
  void begin_interval(double now_s, double until_s);
  void end_interval(double now_s);
  EpochRecord take_record();

  /// A host's activity ends, at the instant that was given to the agenda.
  void done(std::size_t host);
  /// An arrival or a full wait is due.
  void wake(double now_s);

  [[nodiscard]] double in_system() const {
    return static_cast<double>(waiting_.size()) + in_service_;
  }
  [[nodiscard]] bool has_free_host() const { return !free_.empty(); }
  [[nodiscard]] double next_arrival_s() const { return next_arrival_s_; }
  [[nodiscard]] const LatencyHistogram& latency() const { return latency_; }

  /// What a host did since its account was last cleared.
  struct Work {
    Seconds busy{0};
    Joules energy{0};  ///< while busy: serving or loading
  };
  [[nodiscard]] const Work& work(std::size_t host) const { return hosts_[host].work; }
  void clear_work();

 private:
  enum class Doing { idle, loading, serving };
  struct Host {
    explicit Host(std::size_t variants) : mix(variants) {}

    Doing doing = Doing::idle;
    double since_s = 0;
    double done_at_s = never_s;  ///< when the running activity ends
    Watts power;                 ///< drawn since since_s
    std::size_t loaded = 0, wanted = 0;
    bool committed = false;  ///< just loaded `wanted` for the next batch
    BatchMix mix;
    std::vector<double> batch;  ///< arrival instants of the requests in service
    Work work;
  };

  void clear_record();
  void settle(Host& host, double now_s);
  void change(std::size_t h, Doing doing, Watts power, double now_s);
  [[nodiscard]] bool completion_due(double now_s) const;
  void take_arrivals(double now_s, bool inclusive);
  void drop_expired(double now_s);
  void dispatch(double now_s);
  void serve(std::size_t h, double now_s);
  bool load(std::size_t h, double now_s);
  void begin_activity(std::size_t h, Seconds length, Watts power, double now_s);
  void reload_free_hosts(double now_s);
  void arm(double now_s);

  const Scenario& scenario_;
  Agenda& agenda_;
  Arrivals arrivals_;
  std::vector<Host> hosts_;
  std::vector<Watts> idle_on_;     ///< hosts
  std::vector<Service> services_;  ///< [(host * variants + variant) * max_batch + batch - 1]
  RequestQueue waiting_;
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> free_;
  double in_service_ = 0;
  double next_arrival_s_ = never_s;
  double until_s_ = 0;
  bool first_decision_ = true;
  EpochRecord record_;
  LatencyHistogram latency_;
};

}  // namespace cadis
