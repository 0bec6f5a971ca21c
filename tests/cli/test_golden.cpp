#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "model/sample_documents.hpp"

using namespace cadis;
namespace fs = std::filesystem;

namespace {

const fs::path golden = fs::path(CADIS_SOURCE_FOLDER) / "tests/golden";

/// A change of model or of a format shows here. Where it is meant: run `cadis run
/// tests/golden/scenario.yaml --out DIR`, look at the difference, and copy the three tables to
/// tests/golden/expected.
struct GoldenRun {
  GoldenRun()
      : outcome(test::run_program(folder.file("."),
                                  "run '" + (golden / "scenario.yaml").string() + "' --out out")) {}
  sample::Folder folder;
  test::Outcome outcome;
};

}  // namespace

TEST_CASE("the golden run gives the expected tables, byte for byte") {
  const GoldenRun run;
  INFO(run.outcome.err);
  REQUIRE(run.outcome.code == 0);
  for (const auto* name : {"summary.csv", "epochs.csv", "latency.csv"}) {
    CAPTURE(name);
    CHECK(read_text(run.folder.file("out") / name) == read_text(golden / "expected" / name));
  }
}

TEST_CASE("the golden run's manifest has the promised keys and names every input by its SHA-256") {
  const GoldenRun run;
  REQUIRE(run.outcome.code == 0);
  const auto manifest = nlohmann::json::parse(read_text(run.folder.file("out/manifest.json")));
  for (const auto* key : {"scenario", "version", "simgrid_version", "seed", "inputs_sha256",
                          "wall_seconds", "cpu_seconds", "repairs"}) {
    CHECK_MESSAGE(manifest.contains(key), key);
  }
  CHECK(manifest["seed"] == 11);
  CHECK(manifest["repairs"].empty());
  CHECK(manifest["scenario"]["policy"]["range"] == "running");
  CHECK(manifest["inputs_sha256"].size() == 4);
  for (const auto* name : {"scenario.yaml", "carbon.csv", "devices.yaml", "family.yaml"}) {
    bool is_named = false;
    for (const auto& [path, hash] : manifest["inputs_sha256"].items()) {
      is_named = is_named ||
                 (fs::path(path).filename() == name && hash == sha256(read_text(golden / name)));
    }
    CHECK_MESSAGE(is_named, name);
  }
}
