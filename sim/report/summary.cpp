#include "report/summary.hpp"

#include <algorithm>

#include "base/numbers.hpp"
#include "report/counted_column.hpp"
#include "report/undefined.hpp"

namespace cadis {
namespace {

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

void add_epochs(Summary& summary, const Scenario& scenario, const RunResult& result,
                Eigen::ArrayXd& served_by_variant) {
  Seconds idle_time{0};
  for (const EpochRecord& epoch : result.epochs) {
    idle_time += epoch.idle_time;
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
  const Seconds host_time = static_cast<double>(scenario.hosts.size()) * scenario.duration;
  summary.busy_share_pct = std::max(0.0, 100 * (1 - idle_time / host_time));
}

void add_counted(Summary& summary, const Scenario& scenario, const RunResult& result) {
  for (const std::string& name : counted_names(scenario)) {
    const auto signal = static_cast<Eigen::Index>(summary.counted.size());
    Grams sum;
    for (const EpochRecord& epoch : result.epochs) sum += Grams{epoch.counted_g[signal]};
    summary.counted.emplace_back(name, sum);
  }
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

/// A column and its cell of one row.
struct Column {
  const char* title;
  void (*write)(CsvWriter&, const Summary&);
};

/// summary.csv, column by column; a new one is a line at the end.
const Column columns[] = {
    {"scenario", [](CsvWriter& w, const Summary& s) { w.cell(s.scenario); }},
    {"policy", [](CsvWriter& w, const Summary& s) { w.cell(s.policy); }},
    {"fidelity", [](CsvWriter& w, const Summary& s) { w.cell(s.fidelity); }},
    {"seed", [](CsvWriter& w, const Summary& s) { w.cell(std::to_string(s.seed)); }},
    {"arrivals", [](CsvWriter& w, const Summary& s) { w.cell(s.arrivals); }},
    {"served", [](CsvWriter& w, const Summary& s) { w.cell(s.served); }},
    {"dropped", [](CsvWriter& w, const Summary& s) { w.cell(s.dropped); }},
    {"queued", [](CsvWriter& w, const Summary& s) { w.cell(s.queued); }},
    {"accuracy_served_pct", [](CsvWriter& w, const Summary& s) { w.cell(s.accuracy_served_pct); }},
    {"accuracy_all_pct", [](CsvWriter& w, const Summary& s) { w.cell(s.accuracy_all_pct); }},
    {"energy_j", [](CsvWriter& w, const Summary& s) { w.cell(s.energy.value()); }},
    {"idle_energy_j", [](CsvWriter& w, const Summary& s) { w.cell(s.idle_energy.value()); }},
    {"switch_energy_j", [](CsvWriter& w, const Summary& s) { w.cell(s.switch_energy.value()); }},
    {"carbon_g", [](CsvWriter& w, const Summary& s) { w.cell(s.carbon.value()); }},
    {"embodied_g", [](CsvWriter& w, const Summary& s) { w.cell(s.embodied.value()); }},
    {"latency_mean_ms",
     [](CsvWriter& w, const Summary& s) { w.cell(1000 * s.latency_mean.value()); }},
    {"latency_p50_ms",
     [](CsvWriter& w, const Summary& s) { w.cell(1000 * s.latency_p50.value()); }},
    {"latency_p95_ms",
     [](CsvWriter& w, const Summary& s) { w.cell(1000 * s.latency_p95.value()); }},
    {"latency_p99_ms",
     [](CsvWriter& w, const Summary& s) { w.cell(1000 * s.latency_p99.value()); }},
    {"latency_max_ms",
     [](CsvWriter& w, const Summary& s) { w.cell(1000 * s.latency_max.value()); }},
    {"slo_violations", [](CsvWriter& w, const Summary& s) { w.cell(s.slo_violations); }},
    {"switches", [](CsvWriter& w, const Summary& s) { w.cell(s.switches); }},
    {"peeks",
     [](CsvWriter& w, const Summary& s) { w.cell(std::string_view{s.peeks ? "true" : "false"}); }},
    {"optimality_gap_g", [](CsvWriter& w, const Summary& s) { w.cell(s.optimality_gap.value()); }},
    {"family", [](CsvWriter& w, const Summary& s) { w.cell(s.family); }},
    {"mix", [](CsvWriter& w, const Summary& s) { w.cell(mix_text(s)); }},
    {"service_energy_j", [](CsvWriter& w, const Summary& s) { w.cell(s.service_energy.value()); }},
    {"busy_share_pct", [](CsvWriter& w, const Summary& s) { w.cell(s.busy_share_pct); }},
    {"idle_share_pct", [](CsvWriter& w, const Summary& s) { w.cell(idle_share_pct(s)); }},
};

}  // namespace

double idle_share_pct(const Summary& summary) {
  return summary.energy > Joules{0} ? 100 * (summary.idle_energy / summary.energy) : undefined;
}

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
  add_epochs(summary, scenario, result, served_by_variant);
  add_counted(summary, scenario, result);
  add_accuracy(summary, scenario, served_by_variant);
  add_latency(summary, scenario, result.latency);
  summary.embodied = embodied_carbon(scenario);
  return summary;
}

std::vector<std::string> summary_columns(const std::vector<std::string>& counted) {
  std::vector<std::string> titles;
  for (const Column& column : columns) titles.emplace_back(column.title);
  return with_counted(std::move(titles), counted);
}

void write_summary_cells(CsvWriter& writer, const Summary& summary,
                         const std::vector<std::string>& counted) {
  for (const Column& column : columns) column.write(writer, summary);
  for (const std::string& name : counted) {
    const auto found = std::find_if(summary.counted.begin(), summary.counted.end(),
                                    [&name](const auto& one) { return one.first == name; });
    writer.cell(found == summary.counted.end() ? undefined : found->second.value());
  }
}

std::vector<std::string> counted_names(const Summary& summary) {
  std::vector<std::string> names;
  for (const auto& one : summary.counted) names.push_back(one.first);
  return names;
}

}  // namespace cadis
