#include "report/manifest.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace cadis {
namespace {

using Json = nlohmann::ordered_json;

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json to_json(const std::optional<TraceProvenance>& provenance) {
  return provenance ? Json::parse(format_provenance(*provenance)) : Json(nullptr);
}

/// By the name of the signal; with regions those of each region by its name.
Json counted_provenance(const Scenario& scenario) {
  Json by_name = Json::object();
  if (scenario.regions.empty()) {
    for (const CountedSignal& signal : scenario.count_by)
      by_name[signal.name] = to_json(signal.provenance);
  }
  for (const Region& region : scenario.regions) {
    for (const CountedSignal& signal : region.count_by)
      by_name[signal.name][region.name] = to_json(signal.provenance);
  }
  return by_name;
}

Json conservation(const Summary& s) {
  const double requests = s.arrivals - s.served - s.dropped - s.queued;
  const double joules = (s.energy - s.idle_energy - s.switch_energy - s.service_energy).value();
  const double scale = std::abs(s.energy.value());
  return {{"arrivals_minus_served_dropped_queued", number_or_null(requests)},
          {"energy_minus_idle_switch_service_j", number_or_null(joules)},
          {"energy_residual_relative", number_or_null(scale > 0 ? joules / scale : joules)}};
}

}  // namespace

std::string cadis_version() { return CADIS_VERSION; }

std::string format_manifest(const Scenario& scenario, const Summary& summary,
                            const Assessment& assessment, const RunCost& cost,
                            const std::string& simgrid_version) {
  Json manifest;
  manifest["cadis"] = 1;
  manifest["version"] = cadis_version();
  manifest["simgrid_version"] = simgrid_version;
  manifest["seed"] = scenario.seed;
  manifest["scenario"] =
      scenario.resolved_json.empty() ? Json::object() : Json::parse(scenario.resolved_json);
  manifest["inputs_sha256"] = scenario.input_sha256;
  manifest["carbon_provenance"] = to_json(scenario.carbon_provenance);
  for (const Region& region : scenario.regions)
    manifest["carbon_provenance"][region.name] = to_json(region.carbon_provenance);
  manifest["count_by_provenance"] = counted_provenance(scenario);
  manifest["requests_provenance"] = to_json(scenario.requests_provenance);
  manifest["policy"] = {{"name", scenario.policy.name},
                        {"label", scenario.policy.label},
                        {"peeks", summary.peeks},
                        {"optimality_gap_g", number_or_null(summary.optimality_gap.value())}};
  const Headroom& headroom = assessment.headroom;
  manifest["headroom"] = {{"pct", headroom.pct ? Json(*headroom.pct) : Json()},
                          {"not_computed", headroom.reason}};
  manifest["warnings"] = assessment.warnings;
  manifest["assumptions"] = scenario.assumptions;
  manifest["repairs"] = Json::array();
  manifest["checks"] = conservation(summary);
  manifest["wall_seconds"] = cost.wall_s;
  manifest["cpu_seconds"] = cost.cpu_s;
  return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cadis
