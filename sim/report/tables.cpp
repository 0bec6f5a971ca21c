#include "report/tables.hpp"

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "report/counted_column.hpp"
#include "report/undefined.hpp"

namespace cadis {
namespace {

std::string decision_text(const Scenario& scenario, const Eigen::ArrayXd& shares) {
  std::string text;
  std::size_t used = 0, last = 0;
  for (Eigen::Index v = 0; v < shares.size(); ++v) {
    if (!(shares[v] > 0)) continue;
    last = static_cast<std::size_t>(v);
    if (++used > 1) text += '|';
    text += scenario.variants[last].name + ':' + format_number(shares[v]);
  }
  return used == 1 ? scenario.variants[last].name : text;
}

void write_counts(CsvWriter& writer, const EpochRecord& epoch) {
  writer.cell(epoch.arrivals).cell(epoch.served).cell(epoch.dropped).cell(epoch.queued);
  writer.cell(epoch.energy.value()).cell(epoch.carbon.value());
}

/// The parts of the energy, and what comes behind: the grams by other signals last.
void write_parts(CsvWriter& writer, const Scenario& scenario, const EpochRecord& epoch) {
  const bool has_latency = scenario.fidelity != Fidelity::fluid;
  writer.cell(epoch.idle_energy.value())
      .cell(epoch.switch_energy.value())
      .cell(epoch.service_energy.value());
  writer.cell(epoch.switches).cell(has_latency && scenario.slo ? epoch.slo_violations : undefined);
  writer.cell(has_latency && epoch.served > 0 ? 1000 * epoch.latency_sum_s / epoch.served
                                              : undefined);
  for (const double grams : epoch.counted_g) writer.cell(grams);
}

}  // namespace

std::string format_epochs(const Scenario& scenario, const RunResult& result) {
  CsvWriter writer(
      with_counted({"timestamp_utc", "g_per_kwh", "variant", "arrivals", "served", "dropped",
                    "queued", "energy_j", "carbon_g", "idle_energy_j", "switch_energy_j",
                    "service_energy_j", "switches", "slo_violations", "latency_mean_ms"},
                   counted_names(scenario)));
  for (const EpochRecord& epoch : result.epochs) {
    writer.cell(after(scenario.start, epoch.begin)).cell(epoch.intensity.value());
    writer.cell(decision_text(scenario, epoch.shares));
    write_counts(writer, epoch);
    write_parts(writer, scenario, epoch);
    writer.end_row();
  }
  return writer.text();
}

std::string format_regions(const Scenario& scenario, const RunResult& result) {
  CsvWriter writer(with_counted(
      {"timestamp_utc", "region", "g_per_kwh", "load_share", "arrivals", "served", "dropped",
       "queued", "energy_j", "carbon_g", "variant", "idle_energy_j", "switch_energy_j",
       "service_energy_j", "switches", "slo_violations", "latency_mean_ms"},
      counted_names(scenario)));
  for (std::size_t e = 0; e < result.epochs.size(); ++e) {
    for (std::size_t r = 0; r < scenario.regions.size(); ++r) {
      const EpochRecord& epoch = result.regions[r][e];
      writer.cell(after(scenario.start, epoch.begin)).cell(scenario.regions[r].name);
      writer.cell(epoch.intensity.value()).cell(epoch.load);
      write_counts(writer, epoch);
      writer.cell(decision_text(scenario, epoch.shares));
      write_parts(writer, scenario, epoch);
      writer.end_row();
    }
  }
  return writer.text();
}

std::string format_latency(const LatencyHistogram& latency) {
  CsvWriter writer({"lower_ms", "upper_ms", "count"});
  for (const LatencyHistogram::Bucket& bucket : latency.filled()) {
    writer.cell(bucket.lower.value() * 1000)
        .cell(bucket.upper.value() * 1000)
        .cell(std::to_string(bucket.count));
    writer.end_row();
  }
  return writer.text();
}

}  // namespace cadis
