#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/csv.hpp"
#include "base/files.hpp"
#include "cli/program.hpp"

using namespace cadis;
namespace fs = std::filesystem;

namespace {

/// A folder of its own, removed afterwards, with a small good scenario in it.
struct Folder {
  Folder() : path(fs::temp_directory_path() / ("cadis-cli-" + std::to_string(getpid()))) {
    fs::remove_all(path);
    fs::create_directories(path);
    write("night.yaml",
          "cadis: 1\nname: night\nstart: 2023-06-01T00:00:00Z\nduration: 2 min\nepoch: 30 s\nseed: "
          "1\nfidelity: event\n"
          "carbon: {climatology: GB-2023, seed: 7}\nplatform: devices.yaml\nfleet: [{device: "
          "rtx3090, count: 1}]\n"
          "family: resnet-imagenet\narrivals: {process: poisson, rate_rps: 20}\nbatching: "
          "{max_batch: 1, max_wait: 0 s}\n"
          "slo: {latency: 100 ms}\npolicy: {name: heuristic, range: trailing, window: 24 h}\n");
  }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const {
    write_whole(path / name, text);
  }
  fs::path path;
};

test::Outcome run_in(const Folder& folder, const std::string& arguments) {
  return test::run_program(folder.path, arguments);
}

}  // namespace

TEST_CASE("a run leaves its four files, a clean stdout and exit code 0, the same bytes each time") {
  const Folder folder;
  const auto first = run_in(folder, "run night.yaml --out a");
  INFO(first.err);
  CHECK(first.code == 0);
  CHECK(first.out.empty());
  CHECK(run_in(folder, "run night.yaml --out b").code == 0);
  for (const char* file : {"summary.csv", "epochs.csv", "latency.csv"}) {
    CHECK(read_text(folder.path / "a" / file) == read_text(folder.path / "b" / file));
  }
  CHECK(fs::exists(folder.path / "a/manifest.json"));
  const auto summary = CsvTable::read(folder.path / "a/summary.csv");
  const std::vector<std::string> fixed = {"scenario",
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
                                          "switches"};
  REQUIRE(summary.header().size() >= fixed.size());
  CHECK(std::vector<std::string>(
            summary.header().begin(),
            summary.header().begin() + static_cast<std::ptrdiff_t>(fixed.size())) == fixed);
  CHECK(summary.rows() == 1);
}

TEST_CASE("an output folder that exists is refused with exit code 2, unless --force") {
  const Folder folder;
  fs::create_directories(folder.path / "a");
  const auto refused = run_in(folder, "run night.yaml --out a");
  CHECK(refused.code == 2);
  CHECK(refused.err.find("--force") != std::string::npos);
  CHECK(run_in(folder, "run night.yaml --out a --force").code == 0);
}

TEST_CASE(
    "broken input gives exit code 2, a message with file, line and key, and no output folder") {
  const Folder folder;
  folder.write("bad.yaml",
               "cadis: 1\nname: bad\nstart: 2023-06-01T00:00:00Z\nduration: 30\nepochs: 30 s\n");
  const auto outcome = run_in(folder, "run bad.yaml --out a");
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("bad.yaml:4:") != std::string::npos);
  CHECK(outcome.err.find("duration") != std::string::npos);
  CHECK(outcome.err.find("did you mean 'epoch'") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path / "a"));
  CHECK(run_in(folder, "validate bad.yaml night.yaml").code == 2);
  CHECK(run_in(folder, "validate night.yaml").code == 0);
}

TEST_CASE("a policy that cannot do its work ends the run with exit code 1 and leaves nothing") {
  const Folder folder;
  const auto outcome =
      run_in(folder, "run night.yaml --out a --set 'policy={name: oracle, accuracy_pct: 99}'");
  CHECK(outcome.code == 1);
  CHECK(outcome.err.find("78.312") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path / "a"));
}

TEST_CASE("usage errors give exit code 2 and the nearest command") {
  const Folder folder;
  CHECK(run_in(folder, "runn night.yaml").err.find("did you mean 'run'") != std::string::npos);
  CHECK(run_in(folder, "run").code == 2);
  CHECK(run_in(folder, "run night.yaml --sedd 3").code == 2);
  CHECK(run_in(folder, "list birds").code == 2);
  CHECK(run_in(folder, "--version").out.starts_with("cadis "));
  for (const char* what : {"policies", "devices", "families", "traces"})
    CHECK(run_in(folder, std::string("list ") + what).code == 0);
}

TEST_CASE("a generated trace is a trace the program accepts") {
  const Folder folder;
  CHECK(run_in(folder,
               "trace generate GB-2023 --start 2023-06-01T00:00:00Z --duration 2d --out gb.csv")
            .code == 0);
  CHECK(run_in(folder, "validate gb.csv").code == 0);
  CHECK(run_in(folder, "run night.yaml --out a --set 'carbon={file: gb.csv}'").code == 0);
}
