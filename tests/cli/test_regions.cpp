#include <doctest/doctest.h>

#include <filesystem>

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "cli/program.hpp"
#include "model/sample_documents.hpp"

// A scenario with regions as a user runs it.

using namespace cadis;
namespace fs = std::filesystem;

namespace {

const std::string head =
    "cadis: 1\nname: two\nstart: 2023-06-01T00:00:00Z\nduration: 2 h\nepoch: 20 min\n"
    "platform: devices.yaml\nfamily: pair.yaml\narrivals: {process: poisson, rate_rps: 3}\n"
    "slo: {latency: 20 ms}\npolicy: {name: heuristic, range: running}\n";
const std::string regions =
    "regions:\n  gb: {carbon: {climatology: GB-2023, seed: 7}, pue: 1.2, round_trip: 0 ms}\n"
    "  no: {carbon: {climatology: NO-2023}, round_trip: 30 ms}\nrouting: {gb: 0.7, no: 0.3}\n"
    "fleet: [{device: big, region: gb}, {device: big, region: no}]\n";
const std::string one_grid = "carbon: {constant_g_per_kwh: 100}\nfleet: [{device: big}]\n";

struct Runs : sample::Folder {
  Runs() {
    write("two.yaml", head + regions);
    write("one.yaml", head + one_grid);
  }
  void run(const std::string& arguments) const {
    const auto outcome = test::run_program(file("."), arguments);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
  }
  [[nodiscard]] CsvTable table(const std::string& name) const { return CsvTable::read(file(name)); }
};

double number(const CsvTable& table, std::size_t row, const char* column) {
  return parse_number(table.cell(row, table.column(column).value())).value();
}

}  // namespace

TEST_CASE("regions.csv sums to epochs.csv and summary.csv, region by region in the file's order") {
  const Runs folder;
  for (const char* fidelity : {"event", "queue", "fluid"}) {
    CAPTURE(fidelity);
    folder.run(std::string("run two.yaml --force --out out --set fidelity=") + fidelity);
    const auto by_region = folder.table("out/regions.csv"), epochs = folder.table("out/epochs.csv"),
               summary = folder.table("out/summary.csv");
    REQUIRE(epochs.rows() == 6);
    REQUIRE(by_region.rows() == 12);
    for (const char* column :
         {"arrivals", "served", "dropped", "queued", "energy_j", "carbon_g", "idle_energy_j",
          "switch_energy_j", "service_energy_j", "switches"}) {
      CAPTURE(column);
      double sum = 0;
      for (std::size_t e = 0; e < 6; ++e) {
        const double both = number(by_region, 2 * e, column) + number(by_region, 2 * e + 1, column);
        CHECK(both == doctest::Approx(number(epochs, e, column)).epsilon(1e-9));
        sum += both;
      }
      if (std::string(column) != "queued")
        CHECK(sum == doctest::Approx(number(summary, 0, column)).epsilon(1e-9));
    }
    for (std::size_t row = 0; row < 12; ++row) {
      CHECK(by_region.cell(row, *by_region.column("region")) == (row % 2 == 0 ? "gb" : "no"));
      CHECK(number(by_region, row, "load_share") == (row % 2 == 0 ? 0.7 : 0.3));
    }
  }
}

TEST_CASE("regions.csv and the requests' column region are there only where regions are") {
  const Runs folder;
  folder.run("run one.yaml --out one --requests one.csv");
  folder.run("run two.yaml --out two --requests two.csv");
  CHECK_FALSE(fs::exists(folder.file("one/regions.csv")));
  CHECK(fs::exists(folder.file("two/regions.csv")));
  CHECK_FALSE(folder.table("one.csv").column("region").has_value());
  const auto requests = folder.table("two.csv");
  double in_gb = 0;
  for (std::size_t row = 0; row < requests.rows(); ++row) {
    const bool is_gb = requests.cell(row, *requests.column("region")) == "gb";
    in_gb += is_gb;
    CHECK(requests.cell(row, *requests.column("host")) == (is_gb ? "big-0" : "big-1"));
  }
  const auto all = static_cast<double>(requests.rows());
  CHECK(std::abs(in_gb - 0.7 * all) < 1);
}

TEST_CASE("a region's key can be set from the command line") {
  const Runs folder;
  folder.run("run two.yaml --out a");
  folder.run(
      "run two.yaml --out b --set regions.no.round_trip='1 s' --set 'routing={gb: 0, no: 1}'");
  CHECK(number(folder.table("b/summary.csv"), 0, "latency_mean_ms") > 1000);
  CHECK(number(folder.table("a/summary.csv"), 0, "latency_mean_ms") < 100);
  CHECK(number(folder.table("b/regions.csv"), 0, "arrivals") == 0);
}
