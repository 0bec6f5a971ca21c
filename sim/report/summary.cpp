#include "report/summary.hpp"

#include <limits>

#include "base/numbers.hpp"

namespace cadis {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double seconds_per_year = 365.25 * 86400;

Grams embodied_carbon(const Scenario& scenario) {
  Grams total{0};
  for (const HostSpec& host : scenario.hosts) {
    const Device& device = scenario.devices[host.device];
    if (!device.embodied_kgco2e || !device.lifetime_years) return Grams{undefined};
    const double grams_per_s =
        *device.embodied_kgco2e * 1000 / (*device.lifetime_years * seconds_per_year);
    total += Grams{grams_per_s * scenario.duration.value()};
  }
  return total;
}

void add_epochs(Summary& summary, const RunResult& result, Eigen::ArrayXd& served_by_variant) {
  for (const EpochRecord& epoch : result.epochs) {
    summary.arrivals += epoch.arrivals;
    summary.served += epoch.served;
    summary.dropped += epoch.dropped;
    summary.energy += epoch.energy;
    summary.idle_energy += epoch.idle_energy;
    summary.switch_energy += epoch.switch_energy;
    summary.service_energy += epoch.service_energy;
    summary.carbon += epoch.carbon;
    summary.slo_violations += epoch.slo_violations;
    summary.switches += epoch.switches;
    if (epoch.served_by_variant.size() == served_by_variant.size())
      served_by_variant += epoch.served_by_variant;
  }
  if (!result.epochs.empty()) summary.queued = result.epochs.back().queued;
}

void add_accuracy(Summary& summary, const Scenario& scenario,
                  const Eigen::ArrayXd& served_by_variant) {
  double accuracy_sum = 0;
  const double served = served_by_variant.sum();
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    const double count = served_by_variant[static_cast<Eigen::Index>(v)];
    accuracy_sum += scenario.variants[v].accuracy_pct * count;
    if (count > 0) summary.mix.emplace_back(scenario.variants[v].name, count / served);
  }
  summary.accuracy_served_pct = served > 0 ? accuracy_sum / served : undefined;
  summary.accuracy_all_pct = summary.arrivals > 0 ? accuracy_sum / summary.arrivals : undefined;
}

void add_latency(Summary& summary, const Scenario& scenario, const LatencyHistogram& latency) {
  const bool is_fluid = scenario.fidelity == Fidelity::fluid;
  const auto unless_fluid = [&](Seconds value) { return is_fluid ? Seconds{undefined} : value; };
  summary.latency_mean = unless_fluid(latency.mean());
  summary.latency_p50 = unless_fluid(latency.quantile(0.50));
  summary.latency_p95 = unless_fluid(latency.quantile(0.95));
  summary.latency_p99 = unless_fluid(latency.quantile(0.99));
  summary.latency_max = unless_fluid(latency.max());
  if (is_fluid || !scenario.slo) summary.slo_violations = undefined;
}

std::string mix_text(const Summary& summary) {
  std::string text;
  for (const auto& [name, share] : summary.mix) {
    if (!text.empty()) text += ';';
    text += name + ':' + format_number(share);
  }
  return text;
}

}  // namespace

Summary summarize(const Scenario& scenario, const RunResult& result) {
  Summary summary;
  summary.scenario = scenario.name;
  summary.policy = scenario.policy.label;
  summary.fidelity = to_string(scenario.fidelity);
  summary.family = scenario.family;
  summary.seed = scenario.seed;
  summary.peeks = result.peeks;
  summary.optimality_gap = result.optimality_gap;
  Eigen::ArrayXd served_by_variant =
      Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(scenario.variants.size()));
  add_epochs(summary, result, served_by_variant);
  add_accuracy(summary, scenario, served_by_variant);
  add_latency(summary, scenario, result.latency);
  summary.embodied = embodied_carbon(scenario);
  return summary;
}

std::vector<std::string> summary_columns() {
  return {"scenario",
          "policy",
          "fidelity",
          "seed",
          "arrivals",
          "served",
          "dropped",
          "queued",
          "accuracy_served_pct",
          "accuracy_all_pct",
          "energy_j",
          "idle_energy_j",
          "switch_energy_j",
          "carbon_g",
          "embodied_g",
          "latency_mean_ms",
          "latency_p50_ms",
          "latency_p95_ms",
          "latency_p99_ms",
          "latency_max_ms",
          "slo_violations",
          "switches",
          "peeks",
          "optimality_gap_g",
          "family",
          "mix",
          "service_energy_j"};
}

void write_summary_cells(CsvWriter& writer, const Summary& s) {
  writer.cell(s.scenario).cell(s.policy).cell(s.fidelity).cell(std::to_string(s.seed));
  writer.cell(s.arrivals).cell(s.served).cell(s.dropped).cell(s.queued);
  writer.cell(s.accuracy_served_pct).cell(s.accuracy_all_pct);
  writer.cell(s.energy.value()).cell(s.idle_energy.value()).cell(s.switch_energy.value());
  writer.cell(s.carbon.value()).cell(s.embodied.value());
  for (const Seconds latency :
       {s.latency_mean, s.latency_p50, s.latency_p95, s.latency_p99, s.latency_max}) {
    writer.cell(latency.value() * 1000);
  }
  writer.cell(s.slo_violations).cell(s.switches);
  writer.cell(std::string_view{s.peeks ? "true" : "false"}).cell(s.optimality_gap.value());
  writer.cell(s.family).cell(mix_text(s)).cell(s.service_energy.value());
}

}  // namespace cadis
