#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/counted_grams.hpp"
#include "engine/energy_meter.hpp"
#include "engine/request_ledger.hpp"
#include "engine/seen_steps.hpp"
#include "engine/service_kernel.hpp"
#include "model/policy.hpp"
#include "model/records.hpp"

namespace cadis {

/// Hosts with one queue, on one grid: a region, or the whole fleet where there are none. It keeps
/// the accounts of what its kernel serves.
///
/// At every boundary the run calls end_interval(), then, where an epoch begins, end_epoch() and
/// begin_epoch(), then begin_interval().
class ServiceGroup {
 public:
  /// `part`: a scenario of at most one region, whose hosts these are; it must outlive this.
  /// `sink`: who gets every request, or nothing; requests say that they are of region number
  /// `region`, and their hosts' numbers begin at `first_host`.
  ServiceGroup(const Scenario& part, const FleetSlice& hosts, Arrivals arrivals, RequestSink* sink,
               std::size_t region, std::size_t first_host);
  ServiceGroup(const ServiceGroup&) = delete;
  ServiceGroup& operator=(const ServiceGroup&) = delete;

  /// `decision`: one row for all hosts of the group or one for each, and the group's own load.
  void begin_epoch(const Decision& decision, Seconds now, Seconds length);
  void begin_interval(Seconds now, Seconds until);
  void end_interval(Seconds now);
  /// What happened since the last call.
  EpochRecord end_epoch();
  /// The run is over.
  void close();

  [[nodiscard]] double in_system() const { return kernel_->in_system(); }
  [[nodiscard]] const LatencyHistogram& latency() const { return kernel_->latency(); }
  /// Of the step that holds.
  [[nodiscard]] GramsPerKwh intensity() const { return part_.carbon.intensity(step_); }
  /// The steps begun so far.
  const SeenSteps& seen() {
    seen_.see(part_.carbon, step_);
    return seen_;
  }

 private:
  const Scenario& part_;
  CountedGrams counted_;
  std::unique_ptr<RequestLedger> ledger_;  ///< or nothing
  std::unique_ptr<ServiceKernel> kernel_;
  EnergyMeter meter_;
  std::size_t step_ = 0;
  SeenSteps seen_;
  EpochRecord epoch_;  ///< what is known of the present one
};

}  // namespace cadis
