#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "base/random.hpp"
#include "engine/hand_built.hpp"
#include "report/manifest.hpp"
#include "report/summary.hpp"
#include "report/tables.hpp"

using namespace cadis;

namespace {

/// Two variants, four epochs of 250 s.
Scenario scenario_of(Fidelity fidelity) {
  test::HandBuilt built;
  built.accuracy_pct = {70, 80};
  built.service_s = {1e-3, 2e-3};
  built.busy_w = {100, 200};
  built.epoch_s = 250;
  built.fidelity = fidelity;
  auto scenario = built.build();
  scenario.slo = Seconds{0.1};
  return scenario;
}

Eigen::ArrayXd pair(double a, double b) { return Eigen::Array2d(a, b); }

EpochRecord epoch(double begin_s, double arrivals, const Eigen::ArrayXd& served, double dropped,
                  double queued) {
  EpochRecord record;
  record.begin = Seconds{begin_s};
  record.length = Seconds{250};
  record.intensity = GramsPerKwh{100};
  record.shares = pair(0.5, 0.5);
  record.arrivals = arrivals;
  record.served_by_variant = served;
  record.served = served.sum();
  record.dropped = dropped;
  record.queued = queued;
  return record;
}

RunResult random_result(RandomStream& random) {
  RunResult result;
  for (int e = 0; e < 4; ++e) {
    auto record =
        epoch(250.0 * e, 1000 * random.uniform(),
              pair(100 * random.uniform(), 100 * random.uniform()), 9 * random.uniform(), e);
    record.idle_energy = Joules{random.uniform()};
    record.switch_energy = Joules{random.uniform()};
    record.service_energy = Joules{random.uniform()};
    record.energy = record.idle_energy + record.switch_energy + record.service_energy;
    record.carbon = Grams{random.uniform()};
    record.switches = e;
    record.slo_violations = 2 * e;
    result.epochs.push_back(record);
  }
  return result;
}

CsvTable summary_table(const Scenario& scenario, const RunResult& result) {
  CsvWriter writer(summary_columns());
  write_summary_cells(writer, summarize(scenario, result));
  writer.end_row();
  return CsvTable::parse(writer.text(), "summary.csv");
}

std::string at(const CsvTable& table, const std::string& column, std::size_t row = 0) {
  return table.cell(row, table.column(column).value());
}

double sum_of(const CsvTable& table, const std::string& column) {
  double sum = 0;
  for (std::size_t row = 0; row < table.rows(); ++row)
    sum += parse_number(at(table, column, row)).value();
  return sum;
}

}  // namespace

TEST_CASE(
    "the sum over the epochs' table is the summary, and the last epoch's queue is the run's") {
  RandomStream random(3, "summary");
  for (int i = 0; i < 20; ++i) {
    const auto scenario = scenario_of(Fidelity::event);
    const auto result = random_result(random);
    const auto summary = summary_table(scenario, result);
    const auto epochs = CsvTable::parse(format_epochs(scenario, result), "epochs.csv");
    REQUIRE(epochs.rows() == 4);
    for (const auto* column :
         {"arrivals", "served", "dropped", "energy_j", "idle_energy_j", "switch_energy_j",
          "service_energy_j", "carbon_g", "switches", "slo_violations"}) {
      CAPTURE(column);
      CHECK(parse_number(at(summary, column)).value() ==
            doctest::Approx(sum_of(epochs, column)).epsilon(1e-14));
    }
    CHECK(at(summary, "queued") == at(epochs, "queued", 3));
  }
}

TEST_CASE(
    "a dropped or waiting request is 0 in accuracy_all_pct and absent from accuracy_served_pct") {
  RunResult result;
  result.epochs = {epoch(0, 60, pair(30, 10), 15, 5), epoch(250, 40, pair(0, 40), 3, 2)};
  const auto summary = summarize(scenario_of(Fidelity::event), result);
  CHECK(summary.accuracy_served_pct == doctest::Approx((30 * 70 + 50 * 80) / 80.0).epsilon(1e-14));
  CHECK(summary.accuracy_all_pct == doctest::Approx((30 * 70 + 50 * 80) / 100.0).epsilon(1e-14));
  REQUIRE(summary.mix.size() == 2);
  CHECK(summary.mix[1] == std::pair<std::string, double>{"v1", 0.625});
}

TEST_CASE("busy is the share of all hosts' time that is not idle, idle the share of the joules") {
  auto scenario = scenario_of(Fidelity::event);
  scenario.hosts.push_back(scenario.hosts[0]);  // two hosts for 1000 s
  RunResult result;
  for (int e = 0; e < 4; ++e) {
    result.epochs.push_back(epoch(250 * e, 40, pair(30, 10), 0, 0));
    result.epochs.back().idle_time = Seconds{125};
    result.epochs.back().idle_energy = Joules{30};
    result.epochs.back().energy = Joules{40};
  }
  const auto summary = summarize(scenario, result);
  CHECK(summary.busy_share_pct == doctest::Approx(75).epsilon(1e-12));
  CHECK(idle_share_pct(summary) == doctest::Approx(75).epsilon(1e-12));
  CHECK(std::isnan(idle_share_pct(Summary{})));
}

TEST_CASE("a run without drops and queue has one accuracy, one that served nothing has none") {
  RunResult all;
  all.epochs = {epoch(0, 50, pair(20, 30), 0, 0)};
  const auto summary = summarize(scenario_of(Fidelity::event), all);
  CHECK(summary.accuracy_served_pct == 76);
  CHECK(summary.accuracy_all_pct == 76);
  RunResult none;
  none.epochs = {epoch(0, 50, pair(0, 0), 50, 0)};
  const auto table = summary_table(scenario_of(Fidelity::event), none);
  CHECK(at(table, "accuracy_served_pct").empty());
  CHECK(at(table, "accuracy_all_pct") == "0");
  CHECK(at(table, "latency_mean_ms").empty());
  CHECK(at(table, "mix").empty());
}

TEST_CASE(
    "latency columns are filled at event and empty at fluid, in the summary, the epochs and the "
    "histogram") {
  RandomStream random(4, "summary");
  auto result = random_result(random);
  result.epochs[0].latency_sum_s = 0.02 * result.epochs[0].served;
  for (const double latency_s : {0.010, 0.020, 0.120}) result.latency.add(Seconds{latency_s});
  const std::vector<std::string> columns{"latency_mean_ms", "latency_p50_ms", "latency_p95_ms",
                                         "latency_p99_ms",  "latency_max_ms", "slo_violations"};
  const auto event = summary_table(scenario_of(Fidelity::event), result);
  for (const auto& column : columns) CHECK_FALSE(at(event, column).empty());
  CHECK(parse_number(at(event, "latency_mean_ms")).value() == doctest::Approx(50).epsilon(1e-12));
  CHECK(parse_number(at(event, "latency_p50_ms")).value() == doctest::Approx(20).epsilon(0.004));
  CHECK(at(event, "latency_max_ms") == "120");
  CHECK(at(event, "slo_violations") == "12");
  const auto event_epochs =
      CsvTable::parse(format_epochs(scenario_of(Fidelity::event), result), "epochs.csv");
  CHECK(parse_number(at(event_epochs, "latency_mean_ms")).value() ==
        doctest::Approx(20).epsilon(1e-12));

  auto scenario = scenario_of(Fidelity::fluid);
  const auto fluid = summary_table(scenario, result);
  for (const auto& column : columns) CHECK(at(fluid, column).empty());
  const auto fluid_epochs = CsvTable::parse(format_epochs(scenario, result), "epochs.csv");
  for (const auto* column : {"latency_mean_ms", "slo_violations"})
    CHECK(at(fluid_epochs, column).empty());
  CHECK(format_latency(LatencyHistogram{}) == "lower_ms,upper_ms,count\n");
}

TEST_CASE("without an slo there are no violations to count: an empty cell, not 0") {
  RandomStream random(5, "summary");
  auto scenario = scenario_of(Fidelity::event);
  scenario.slo.reset();
  CHECK(at(summary_table(scenario, random_result(random)), "slo_violations").empty());
}

TEST_CASE("a run that peeks says so in its row, and one that states no gap leaves it empty") {
  RandomStream random(6, "summary");
  auto result = random_result(random);
  CHECK(at(summary_table(scenario_of(Fidelity::event), result), "peeks") == "false");
  CHECK(at(summary_table(scenario_of(Fidelity::event), result), "optimality_gap_g") == "0");
  result.peeks = true;
  result.optimality_gap = Grams{NAN};
  CHECK(at(summary_table(scenario_of(Fidelity::event), result), "peeks") == "true");
  CHECK(at(summary_table(scenario_of(Fidelity::event), result), "optimality_gap_g").empty());
}

TEST_CASE("embodied carbon is amortised per host-second, and empty unless every device states it") {
  RandomStream random(7, "summary");
  const auto result = random_result(random);
  auto scenario = scenario_of(Fidelity::event);
  CHECK(at(summary_table(scenario, result), "embodied_g").empty());
  scenario.devices[0].embodied_kgco2e = 150;
  scenario.devices[0].lifetime_years = 4;
  scenario.hosts.push_back(scenario.hosts[0]);
  // Two hosts for 1000 s of 4 * 365.25 * 86400 s, each 150 kg
  CHECK(summarize(scenario, result).embodied.value() ==
        doctest::Approx(2 * 150e3 * 1000 / 126230400.0).epsilon(1e-12));
  scenario.devices.push_back(scenario.devices[0]);
  scenario.devices[1].embodied_kgco2e.reset();
  scenario.hosts[1].device = 1;
  CHECK(std::isnan(summarize(scenario, result).embodied.value()));
}

TEST_CASE("the histogram's counts sum to the recorded latencies, each within its bucket") {
  RandomStream random(8, "summary");
  LatencyHistogram latency;
  for (int i = 0; i < 500; ++i) latency.add(Seconds{random.exponential()});
  const auto table = CsvTable::parse(format_latency(latency), "latency.csv");
  CHECK(sum_of(table, "count") == 500);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double lower = parse_number(at(table, "lower_ms", row)).value(),
                 upper = parse_number(at(table, "upper_ms", row)).value();
    CHECK(lower < upper);
    if (row > 0) CHECK(lower >= parse_number(at(table, "upper_ms", row - 1)).value());
  }
}

TEST_CASE("the manifest's checks show what is not conserved") {
  RandomStream random(9, "summary");
  auto result = random_result(random);
  result.epochs = {epoch(0, 60, pair(30, 10), 15, 5)};
  result.epochs[0].idle_energy = Joules{3};
  result.epochs[0].service_energy = Joules{4};
  result.epochs[0].energy = Joules{8};
  auto checks = nlohmann::json::parse(
      format_manifest(scenario_of(Fidelity::event), summarize(scenario_of(Fidelity::event), result),
                      {}, {}, "0"))["checks"];
  CHECK(checks["arrivals_minus_served_dropped_queued"] == 0);
  CHECK(checks["energy_minus_idle_switch_service_j"] == 1);
  CHECK(checks["energy_residual_relative"] == 0.125);
  result.epochs[0].arrivals = 61;
  checks = nlohmann::json::parse(format_manifest(scenario_of(Fidelity::event),
                                                 summarize(scenario_of(Fidelity::event), result),
                                                 {}, {}, "0"))["checks"];
  CHECK(checks["arrivals_minus_served_dropped_queued"] == 1);
}

TEST_CASE("p50, p95 and p99 are the smallest latencies that so many per cent do not exceed") {
  RandomStream random(10, "summary");
  auto result = random_result(random);
  for (int ms = 1000; ms > 0; --ms) result.latency.add(Seconds{1e-3 * ms});
  const auto summary = summarize(scenario_of(Fidelity::event), result);
  CHECK(summary.latency_p50.value() == doctest::Approx(0.5).epsilon(0.004));
  CHECK(summary.latency_p95.value() == doctest::Approx(0.95).epsilon(0.004));
  CHECK(summary.latency_p99.value() == doctest::Approx(0.99).epsilon(0.004));
  const auto table = summary_table(scenario_of(Fidelity::event), result);
  CHECK(parse_number(at(table, "latency_p95_ms")).value() == 1000 * summary.latency_p95.value());
  CHECK(parse_number(at(table, "latency_p99_ms")).value() == 1000 * summary.latency_p99.value());
}
