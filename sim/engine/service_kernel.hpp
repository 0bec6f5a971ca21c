#pragma once

#include <memory>
#include <span>

#include "base/histogram.hpp"
#include "engine/fleet_slice.hpp"
#include "engine/request_ledger.hpp"
#include "model/arrivals.hpp"
#include "model/policy.hpp"
#include "model/records.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// How requests are served between boundaries (carbon steps and epochs): one implementation per
/// fidelity.
///
/// At every boundary the simulation calls end_interval(t), then, where an epoch begins,
/// take_record() and apply(), then begin_interval(). All times are seconds since the run's start.
class ServiceKernel {
 public:
  virtual ~ServiceKernel() = default;
  /// Brings every account up to `now`: all that happened strictly before it.
  virtual void end_interval(Seconds now) = 0;
  /// The counts and joules by kind since the last call (no metered energy, no carbon).
  virtual EpochRecord take_record() = 0;
  /// A decision for the epoch [now, now + length).
  virtual void apply(const Decision& decision, Seconds now, Seconds length) = 0;
  virtual void begin_interval(Seconds now, Seconds until) = 0;
  /// The run is over: nothing may call back any more.
  virtual void finish() = 0;
  /// Requests in the system, waiting or in service.
  [[nodiscard]] virtual double in_system() const = 0;
  /// Arrivals of those waiting (none in `fluid`).
  [[nodiscard]] virtual std::span<const Ticks> waiting() const = 0;
  [[nodiscard]] virtual const LatencyHistogram& latency() const = 0;
};

std::unique_ptr<ServiceKernel> make_event_kernel(const Scenario& scenario, const FleetSlice& hosts,
                                                 Arrivals arrivals, RequestLedger* ledger);
std::unique_ptr<ServiceKernel> make_queue_kernel(const Scenario& scenario, const FleetSlice& hosts,
                                                 Arrivals arrivals, RequestLedger* ledger);
std::unique_ptr<ServiceKernel> make_fluid_kernel(const Scenario& scenario, const FleetSlice& hosts);

/// The kernel of the scenario's fidelity, for a scenario of at most one region. `arrivals`: those
/// that come here; `fluid` takes the decision's load of all. `ledger`: who is told of every batch
/// and drop, or nothing; `fluid` has none to tell of.
std::unique_ptr<ServiceKernel> make_kernel(const Scenario& scenario, const FleetSlice& hosts,
                                           Arrivals arrivals, RequestLedger* ledger);

/// Batch service on a host in its pstate.
Service service_on(const Scenario& scenario, std::size_t host, std::size_t variant, int batch);
/// A host's idle power in its pstate.
Watts idle_on(const Scenario& scenario, std::size_t host);

/// What SimGrid has to know of a scenario's hosts: ceilings cover every power the run may draw.
std::vector<HostBlueprint> blueprints(const Scenario& scenario);

}  // namespace cadis
