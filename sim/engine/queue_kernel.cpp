#include <algorithm>
#include <utility>
#include <vector>

#include "engine/service_kernel.hpp"
#include "engine/service_loop.hpp"

namespace cadis {
namespace {

/// Each interval between two boundaries is solved at its beginning, request by request; SimGrid
/// then gets one activity a host, as long as the host is busy in that interval and of such power
/// that its joules are those of the batches. The intensity does not change within an interval, so
/// neither do the grams.
class QueueKernel final : public ServiceKernel {
 public:
  QueueKernel(const Scenario& scenario, const FleetSlice& hosts, Arrivals arrivals,
              RequestLedger* ledger)
      : hosts_(hosts), clock_(scenario.duration), loop_(scenario, std::move(arrivals), ledger) {}

  void begin_interval(Seconds now, Seconds until) override {
    loop_.solve(clock_.of(now), clock_.of(until));
    activities_.clear();
    for (std::size_t h = 0; h < hosts_.size(); ++h) {
      const auto& work = loop_.work(h);
      if (work.busy <= Ticks{0}) continue;
      const Seconds length = std::min(Seconds{clock_.length_s(work.busy)}, until - now);
      activities_.push_back({h, length, (work.service + work.loading) / length});
    }
    hosts_.start_all(activities_);
  }
  /// An activity of a host that is busy to the last ends with the interval, and maybe a hair after.
  void end_interval(Seconds) override { cancel_all(); }
  EpochRecord take_record() override { return loop_.take_record(); }
  void apply(const Decision& decision, Seconds, Seconds) override { loop_.apply(decision); }
  void finish() override { cancel_all(); }
  [[nodiscard]] double in_system() const override { return loop_.in_system(); }
  [[nodiscard]] std::span<const Ticks> waiting() const override { return loop_.waiting(); }
  [[nodiscard]] const LatencyHistogram& latency() const override { return loop_.latency(); }

 private:
  void cancel_all() {
    for (std::size_t h = 0; h < hosts_.size(); ++h) hosts_.cancel(h);
  }

  FleetSlice hosts_;
  TickClock clock_;
  ServiceLoop loop_;
  std::vector<Fleet::Activity> activities_;  ///< of the present interval
};

}  // namespace

std::unique_ptr<ServiceKernel> make_queue_kernel(const Scenario& scenario, const FleetSlice& hosts,
                                                 Arrivals arrivals, RequestLedger* ledger) {
  return std::make_unique<QueueKernel>(scenario, hosts, std::move(arrivals), ledger);
}

}  // namespace cadis
