#include <doctest/doctest.h>
#include <zstd.h>

#include <algorithm>
#include <filesystem>

#include "base/csv.hpp"
#include "cli/program.hpp"
#include "model/sample_documents.hpp"

// `cadis run --requests FILE`: the file as a user gets it. What is in it: property/.

using namespace cadis;
namespace fs = std::filesystem;

namespace {

struct Night {
  Night() {
    folder.write("night.yaml",
                 "cadis: 1\nname: night\nstart: 2023-06-01T00:00:00Z\nduration: 2 min\n"
                 "epoch: 30 s\nseed: 1\ncarbon: {constant_g_per_kwh: 100}\n"
                 "platform: devices.yaml\nfleet: [{device: big}]\n"
                 "family: pair.yaml\narrivals: {process: poisson, rate_rps: 20}\n"
                 "batching: {max_batch: 1, max_wait: 0 s}\npolicy: {name: static-small}\n");
  }
  [[nodiscard]] test::Outcome run(const std::string& options) const {
    return test::run_program(folder.file("."), "run night.yaml " + options);
  }
  [[nodiscard]] std::string text(const std::string& file) const {
    return sample::bytes_of(folder.file(file));
  }
  sample::Folder folder;
};

std::string decompressed(const std::string& packed) {
  std::string text(1 << 22, '\0');
  const std::size_t size = ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size());
  REQUIRE_FALSE(ZSTD_isError(size));
  text.resize(size);
  return text;
}

}  // namespace

TEST_CASE("--requests writes a row a request, beside the output folder or in it, plain or packed") {
  const Night night;
  const auto first = night.run("--out a --requests requests.csv");
  INFO(first.err);
  REQUIRE(first.code == 0);
  CHECK(first.out.empty());
  const auto requests = CsvTable::read(night.folder.file("requests.csv"));
  const auto summary = CsvTable::read(night.folder.file("a/summary.csv"));
  CHECK(std::to_string(requests.rows()) == summary.cell(0, *summary.column("arrivals")));
  REQUIRE(night.run("--out b --requests b/requests.csv.zst").code == 0);
  CHECK(decompressed(night.text("b/requests.csv.zst")) == night.text("requests.csv"));
  CHECK(night.text("b/summary.csv") == night.text("a/summary.csv"));
}

TEST_CASE(
    "--requests refuses what it would destroy or what would be lost, and fluid, and writes "
    "nothing") {
  const Night night;
  night.folder.write("there.csv", "mine");
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"there.csv", "there.csv: exists; choose another name, or replace it with --force"},
      {".", "expected the name of a file, got '.'"},
      {"out/..", "expected the name of a file, got 'out/..'"},
      {"new/", "expected the name of a file, got 'new/'"},
      {"no/such/file.csv", "there is no folder no/such"},
      {"out", "out is the output folder or holds it"},
      {"./out/summary.csv", "summary.csv is a table of the run"},
      {"out/below/new.csv --force", "lies in a folder below the output folder"},
      {"night.yaml --force", "night.yaml is an input of this run"},
      {"devices.yaml --force", "devices.yaml is an input of this run"},
      {"new.csv --set fidelity=fluid", "fluid has no requests"}};
  for (const auto& [given, message] : wrong) {
    CAPTURE(given);
    const auto outcome = night.run("--out out --requests " + given);
    CHECK(outcome.code == 2);
    CHECK(outcome.err.find(message) != std::string::npos);
    CHECK_FALSE(fs::exists(night.folder.file("out")));
  }
  CHECK(night.run("--out new/out --requests new").code == 2);  // the folder would hold it
  CHECK_FALSE(fs::exists(night.folder.file("new")));
  CHECK(night.text("there.csv") == "mine");
  CHECK_FALSE(fs::exists(night.folder.file("new.csv")));
  CHECK(night.run("--out out --force --requests there.csv").code == 0);
  CHECK(night.text("there.csv") != "mine");
  fs::create_directory(night.folder.file("out/below"));
  CHECK(night.run("--out out --force --requests out/below/new.csv").code == 2);
  CHECK(fs::exists(night.folder.file("out/below")));
}

TEST_CASE("a run that fails or is stopped leaves no file of requests") {
  const Night night;
  const auto before = test::names_in(night.folder.file("."));
  const auto failed = night.run(
      "--out out --requests requests.csv "
      "--set 'policy={name: oracle, accuracy_pct: 99}'");
  CHECK(failed.code == 1);
  test::Program endless(night.folder.file("."),
                        "run night.yaml --out out --requests requests.csv "
                        "--set 'duration=3000 d' --set arrivals.rate_rps=500");
  const auto is_writing = [&] {
    const auto names = test::names_in(night.folder.file("."));
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return name.find("requests.csv.partial") != std::string::npos &&
             fs::file_size(night.folder.file(name)) > 0;
    });
  };
  REQUIRE(test::comes_true(30, is_writing));
  kill(endless.pid(), SIGINT);
  CHECK(endless.finish().code == 130);
  CHECK(test::names_in(night.folder.file(".")) == before);
}
