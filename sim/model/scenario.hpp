#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "model/arrivals.hpp"
#include "model/carbon_signal.hpp"
#include "model/catalogue.hpp"
#include "model/counted_signal.hpp"
#include "model/epoch_grid.hpp"
#include "model/forecast_spec.hpp"
#include "model/region.hpp"
#include "model/trace_provenance.hpp"

namespace cadis {

/// One meaning, three speeds: SimGrid executes every batch (the reference), a plain loop does, or
/// nothing queues.
enum class Fidelity { event, queue, fluid };
std::string to_string(Fidelity fidelity);

/// One device of the fleet, checked against the family.
struct HostSpec {
  std::string name;    ///< device name and number, e.g. t4-0
  std::size_t device;  ///< index into Scenario::devices
  std::size_t pstate = 0;
  Watts idle;  ///< in pstate 0, with or without a resident model as the scenario says
  std::vector<bool> resident;  ///< by variant of the pool: stays loaded, so changing to it is free
  std::size_t region = 0;      ///< index into Scenario::regions; 0 where there are none
};

/// A policy's parameter as the scenario gives it.
using ParamValue = std::variant<double, Seconds, std::string, std::map<std::string, double>>;

struct PolicySpec {
  std::string name;
  std::string label;  ///< what tables call it; the name unless `label:` was given
  std::map<std::string, ParamValue> params;  ///< only those given
};

/// One fully resolved run: everything read, checked and cut to the pool; nothing refers to a file
/// any more.
struct Scenario {
  std::string name;
  UtcTime start;
  Seconds duration, epoch{300};
  std::uint64_t seed = 1;
  Fidelity fidelity = Fidelity::queue;
  double pue = 1;       ///< of all; with regions as set_means_of_regions() says
  CarbonSignal carbon;  ///< likewise
  /// Further signals by which the joules are counted, by name; none where there are several
  /// regions, which have their own.
  std::vector<CountedSignal> count_by;
  std::vector<Region> regions;  ///< none: one fleet on one grid
  Eigen::ArrayXd routing;  ///< regions; share of the arrivals; empty: the policy decides the load
  std::optional<ForecastSpec> forecast;  ///< of its carbon intensity, with regions their mean
  ArrivalSpec arrivals;
  std::vector<Device> devices;    ///< those the fleet uses
  std::vector<HostSpec> hosts;    ///< region by region
  std::vector<Variant> variants;  ///< the pool
  /// services[(host.device * variants + variant) * max_batch + batch - 1]; in `fluid` only batch ==
  /// max_batch is filled.
  std::vector<Service> services;
  std::vector<std::optional<Load>>
      loads;  ///< [device * variants + variant]; nothing: the change is free
  int max_batch = 1;
  Seconds max_wait{0};
  std::optional<Seconds> slo, deadline;
  std::optional<std::uint64_t> queue_limit;
  PolicySpec policy;

  std::string family;                                ///< its name, for tables
  std::string resolved_json;                         ///< the scenario as resolved, for the manifest
  std::map<std::string, std::string> input_sha256;   ///< by path as found
  std::optional<TraceProvenance> carbon_provenance;  ///< nothing: the trace does not state any
  std::optional<TraceProvenance> requests_provenance;  ///< the same of a trace of requests
  std::vector<std::string> assumptions;  ///< e.g. "switching is free: ..."; for the manifest

  [[nodiscard]] const Service& service(std::size_t host, std::size_t variant, int batch) const {
    return services[(hosts[host].device * variants.size() + variant) *
                        static_cast<std::size_t>(max_batch) +
                    static_cast<std::size_t>(batch) - 1];
  }
  /// Part of every latency, in a scenario of at most one region.
  [[nodiscard]] Seconds round_trip() const;
  /// Whether every host is the same device in the same state, so that they serve alike.
  [[nodiscard]] bool has_one_kind_of_host() const;
  /// The highest idle power of a device's hosts, in pstate 0; no service or load draws less.
  [[nodiscard]] Watts highest_idle(std::size_t device) const;
  [[nodiscard]] EpochGrid epochs() const { return {duration, epoch}; }
};

/// The names of the signals that joules are counted by beside the one that policies see, sorted.
std::vector<std::string> counted_names(const Scenario& scenario);

/// All its arrivals. The scenario must outlive them.
Arrivals arrivals_of(const Scenario& scenario);

}  // namespace cadis
