#include <doctest/doctest.h>

#include "base/csv.hpp"
#include "cli/program.hpp"
#include "model/sample_documents.hpp"

// Files whose instants meet, from their text to the tables: the decimals of a file, a key's
// duration and a profile's milliseconds take different ways to one instant.

using namespace cadis;
namespace fs = std::filesystem;

namespace {

/// A run of tests/data/ties/NAME/scenario.yaml.
struct TiedRun {
  explicit TiedRun(const std::string& name, const std::string& options = "") {
    const auto file = fs::path(CADIS_SOURCE_FOLDER) / "tests/data/ties" / name / "scenario.yaml";
    outcome = test::run_program(
        folder.file("."), "run '" + file.string() + "' --out out --requests r.csv " + options);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
  }
  [[nodiscard]] std::string cell(const char* table, std::size_t row, const char* column) const {
    const auto read = CsvTable::read(folder.file(std::string("out/") + table));
    return read.cell(row, *read.column(column));
  }
  [[nodiscard]] std::string sum(const char* column) const { return cell("summary.csv", 0, column); }

  sample::Folder folder;
  test::Outcome outcome{};
};

const char* const with_queue = "--set fidelity=queue";

}  // namespace

TEST_CASE("from files: the epoch at 2.100 s begins with the carbon step at 2.1 s") {
  for (const char* options : {"", with_queue}) {
    const TiedRun run("epoch_on_step", options);
    CHECK(run.cell("epochs.csv", 3, "timestamp_utc") == "2023-06-01T00:00:02.100Z");
    CHECK(run.cell("epochs.csv", 3, "g_per_kwh") == "900");
    CHECK(run.cell("epochs.csv", 3, "variant") == "a");
    CHECK(run.cell("epochs.csv", 2, "variant") == "b");
  }
}

TEST_CASE("from files: a request at 0.300 s belongs to the epoch that begins then") {
  for (const char* options : {"", with_queue}) {
    const TiedRun run("arrival_on_epoch", options);
    for (std::size_t e = 0; e < 10; ++e)
      CHECK(run.cell("epochs.csv", e, "arrivals") == (e == 3 || e == 6 ? "1" : "0"));
  }
}

TEST_CASE("from files: a carbon step at the end of a wait changes no batch") {
  for (const char* options : {"", with_queue}) {
    CHECK(TiedRun("full_wait", options).sum("energy_j") == "111.25");
    CHECK(TiedRun("full_wait_on_step", options).sum("energy_j") == "111.25");
  }
}

TEST_CASE("from files: in fluid the larger share of the first split is loaded before the run") {
  for (const auto& [name, switches] : {std::pair("first_split", "2"), {"first_split_twice", "4"}}) {
    const sample::Folder folder;
    const auto file = fs::path(CADIS_SOURCE_FOLDER) / "tests/data/ties" / name / "scenario.yaml";
    const auto outcome =
        test::run_program(folder.file("."), "run '" + file.string() + "' --out out");
    REQUIRE(outcome.code == 0);
    const auto summary = CsvTable::read(folder.file("out/summary.csv"));
    CHECK(summary.cell(0, *summary.column("switches")) == switches);
  }
}

TEST_CASE("from files: a service that would end with the run is queued") {
  for (const char* options : {"", with_queue}) {
    const TiedRun run("end_on_run_end", options);
    CHECK(run.sum("served") == "0");
    CHECK(run.sum("queued") == "1");
  }
}

TEST_CASE("from files: requests that are charged with everything leave no rest") {
  for (const char* options : {"", with_queue}) {
    const TiedRun run("nothing_left", options);
    CHECK(read_text(run.folder.file("r.csv")).find("not_shared") == std::string::npos);
  }
}

TEST_CASE("from files: a slower state of a device that draws the same busy and idle is refused") {
  const sample::Folder folder;
  const auto file = fs::path(CADIS_SOURCE_FOLDER) / "tests/data/ties/idle_is_busy/scenario.yaml";
  const auto outcome = test::run_program(folder.file("."), "validate '" + file.string() + "'");
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("fleet: d0 draws 100 W busy and 100 W idle in pstate 0") !=
        std::string::npos);
}
