#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/units.hpp"
#include "model/carbon_signal.hpp"
#include "model/counted_signal.hpp"
#include "model/trace_provenance.hpp"

namespace cadis {

struct Scenario;

/// A place with hosts of its own, on a grid of its own.
struct Region {
  std::string name;
  CarbonSignal carbon;
  double pue = 1;
  Seconds round_trip{0};  ///< from the user to the region and back; part of every latency
  std::optional<TraceProvenance> carbon_provenance{};  ///< nothing: the trace does not state any
  std::vector<CountedSignal> count_by{};               ///< by name, the same in every region
};

/// A region's part of a scenario, as a scenario of one region: its hosts, grid, PUE and round trip.
/// All arrivals are still in it.
Scenario part_of(const Scenario& scenario, std::size_t region);

/// How many hosts each region has, in a scenario with regions; the scenario's hosts are in the
/// order of its regions.
std::vector<std::size_t> hosts_by_region(const Scenario& scenario);

/// Sets what a scenario with regions says of all together, for those who know nothing of regions.
/// With w_r the routing's shares (equal ones where there is no routing):
///   pue    = sum w_r pue_r
///   carbon = sum w_r pue_r carbon_r(t) / pue, on the steps of all regions,
/// so that a joule split as the routing says costs carbon x pue. Changes nothing without regions.
void set_means_of_regions(Scenario& scenario);

}  // namespace cadis
