#include <algorithm>
#include <array>

#include "engine/fifo_service.hpp"
#include "engine/service_kernel.hpp"

namespace cadis {
namespace {

/// SimGrid keeps the time: every batch and every load is one of its activities. The reference.
///
/// SimGrid runs timers before completions, which is why the service looks for completions that are
/// due before it takes an arrival.
class EventKernel final : public ServiceKernel, private Agenda {
 public:
  EventKernel(const Scenario& scenario, Fleet& fleet) : fleet_(fleet), service_(scenario, *this) {
    fleet_.on_done([this](std::size_t host) {
      if (!is_finished_) service_.done(host);
    });
  }

  void end_interval(Seconds now) override { service_.end_interval(now.value()); }
  EpochRecord take_record() override { return service_.take_record(); }
  void apply(const Decision& decision, Seconds now, Seconds) override {
    service_.apply(decision, now.value());
  }
  void begin_interval(Seconds now, Seconds until) override {
    service_.begin_interval(now.value(), until.value());
  }
  void finish() override {
    is_finished_ = true;
    for (std::size_t h = 0; h < fleet_.size(); ++h) fleet_.cancel(h);
  }
  [[nodiscard]] double in_system() const override { return service_.in_system(); }
  [[nodiscard]] const LatencyHistogram& latency() const override { return service_.latency(); }

 private:
  void start(std::size_t host, Seconds length, Watts power, double) override {
    fleet_.start(host, length, power);
  }

  void wake_at(Reason reason, double at_s) override {
    double& asked_s = asked_s_[static_cast<std::size_t>(reason)];
    if (at_s == asked_s) return;  // its timer is set
    asked_s = at_s;
    fleet_.at(Seconds{at_s}, [this, at_s] {
      if (!is_finished_) service_.wake(std::max(at_s, fleet_.now().value()));
    });
  }

  Fleet& fleet_;
  FifoService service_;
  std::array<double, 2> asked_s_{-1, -1};
  bool is_finished_ = false;
};

}  // namespace

std::unique_ptr<ServiceKernel> make_event_kernel(const Scenario& scenario, Fleet& fleet) {
  return std::make_unique<EventKernel>(scenario, fleet);
}

}  // namespace cadis
