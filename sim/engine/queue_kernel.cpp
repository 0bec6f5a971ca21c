#include <algorithm>
#include <array>
#include <queue>
#include <utility>
#include <vector>

#include "engine/fifo_service.hpp"
#include "engine/service_kernel.hpp"

namespace cadis {
namespace {

/// A plain loop keeps the time: each interval between two boundaries is solved at its beginning,
/// request by request, by the same FifoService as in `event`; SimGrid then gets one activity a
/// host, as long as the host is busy in that interval and of such power that its joules are those
/// of the batches. The intensity does not change within an interval, so neither do the grams.
class QueueKernel final : public ServiceKernel, private Agenda {
 public:
  QueueKernel(const Scenario& scenario, Fleet& fleet) : fleet_(fleet), service_(scenario, *this) {}

  void begin_interval(Seconds now, Seconds until) override {
    solve(now.value(), until.value());
    service_.end_interval(until.value());
    for (std::size_t h = 0; h < fleet_.size(); ++h) {
      const auto& [busy, energy] = service_.work(h);
      if (busy <= Seconds{0}) continue;
      const Seconds length = std::min(busy, until - now);  // a sum of times may end a hair late
      fleet_.start(h, length, energy / length);
    }
    service_.clear_work();
  }
  /// An activity of a host that is busy to the last ends with the interval, and maybe a hair after.
  void end_interval(Seconds) override { cancel_all(); }
  EpochRecord take_record() override { return service_.take_record(); }
  void apply(const Decision& decision, Seconds now, Seconds) override {
    service_.apply(decision, now.value());
  }
  void finish() override { cancel_all(); }
  [[nodiscard]] double in_system() const override { return service_.in_system(); }
  [[nodiscard]] const LatencyHistogram& latency() const override { return service_.latency(); }

 private:
  /// Completions before arrivals; hosts that end at one instant in their order.
  void solve(double now_s, double until_s) {
    wake_s_ = {never_s, never_s};
    service_.begin_interval(now_s, until_s);
    while (true) {
      const double end_s = ends_.empty() ? never_s : ends_.top().first;
      const double wake_s = std::min(wake_s_[0], wake_s_[1]);
      if (std::min(end_s, wake_s) >= until_s) return;
      if (end_s <= wake_s) {
        const std::size_t host = ends_.top().second;
        ends_.pop();
        service_.done(host);
      } else {
        for (double& at_s : wake_s_) at_s = at_s <= wake_s ? never_s : at_s;
        service_.wake(wake_s);
      }
    }
  }

  void start(std::size_t host, Seconds, Watts, double ends_s) override {
    ends_.emplace(ends_s, host);
  }
  void wake_at(Reason reason, double at_s) override {
    wake_s_[static_cast<std::size_t>(reason)] = at_s;
  }

  void cancel_all() {
    for (std::size_t h = 0; h < fleet_.size(); ++h) fleet_.cancel(h);
  }

  using End = std::pair<double, std::size_t>;
  Fleet& fleet_;
  std::priority_queue<End, std::vector<End>, std::greater<>> ends_;  ///< of running activities
  std::array<double, 2> wake_s_{never_s, never_s};
  FifoService service_;
};

}  // namespace

std::unique_ptr<ServiceKernel> make_queue_kernel(const Scenario& scenario, Fleet& fleet) {
  return std::make_unique<QueueKernel>(scenario, fleet);
}

}  // namespace cadis
