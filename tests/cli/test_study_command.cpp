#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/csv.hpp"
#include "cli/program.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

const std::string two_policies =
    study_head + "axes:\n  policy: [{name: static-large}, {name: heuristic}]\nseeds: [1, 2]\n";
/// Hours of work: more than any test waits for.
const std::string endless = study_head +
                            "axes:\n  fidelity: [event]\n  arrivals.rate_rps: [190, 200]\n  epoch: "
                            "[1 h]\n  duration: [3000 h]\n"
                            "references: none\n";

/// A study (or run) that is interrupted while it works; `is_group` as Ctrl-C in a terminal does it,
/// else as `kill -INT` does. A run leaves nothing behind, a study what it can go on from.
void check_interrupt(const std::string& arguments, bool is_group) {
  const SampleStudy folder;
  folder.write("study.yaml", endless);
  const auto before = names_in(folder.file(""));
  Program program(folder.file("."), arguments);
  REQUIRE(comes_true(20, [&] { return names_in(folder.file("")).size() > before.size(); }));
  wait_ms(300);  // into the runs
  REQUIRE_FALSE(program.is_over());
  kill(is_group ? -program.pid() : program.pid(), SIGINT);
  REQUIRE(comes_true(5, [&] { return program.is_over(); }));
  const auto outcome = program.finish();
  CHECK(outcome.code == 130);
  CHECK(outcome.err.find("interrupted") != std::string::npos);
  CHECK(outcome.out.empty());
  if (arguments.starts_with("run")) {
    CHECK(names_in(folder.file("")) == before);
  } else {
    CHECK(names_in(folder.file("out")) == std::vector<std::string>{"results.sqlite"});
  }
}

const std::string endless_run =
    "run small.yaml --out out --set fidelity=event --set 'duration=3000 h' --set "
    "arrivals.rate_rps=200";

}  // namespace

TEST_CASE("a study leaves its tables and manifest, a clean stdout and exit code 0") {
  const SampleStudy folder;
  folder.write("study.yaml", two_policies);
  const auto outcome = run_program(folder.file("."), "study study.yaml --out out --jobs 2");
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.out.empty());
  CHECK(names_in(folder.file("out")) ==
        std::vector<std::string>{"comparisons.csv", "failures.csv", "manifest.json", "pairs.csv",
                                 "references.csv", "results.sqlite", "runs.csv"});
  CHECK(folder.table("out/runs.csv").rows() == 4);
  const auto manifest = nlohmann::json::parse(read_text(folder.file("out/manifest.json")));
  for (const auto* key : {"version", "simgrid_version", "study_sha256", "inputs_sha256", "seeds",
                          "axes", "failed", "wall_seconds", "cpu_seconds"}) {
    CHECK_MESSAGE(manifest.contains(key), key);
  }
}

TEST_CASE("--dry-run prints the cells in order and runs nothing") {
  const SampleStudy folder;
  folder.write("study.yaml", two_policies);
  const auto before = names_in(folder.file(""));
  const auto outcome = run_program(folder.file("."), "study study.yaml --dry-run");
  CHECK(outcome.code == 0);
  CHECK(outcome.out ==
        "policy=static-large seed=1\npolicy=static-large seed=2\npolicy=heuristic "
        "seed=1\npolicy=heuristic seed=2\n");
  CHECK(names_in(folder.file("")) == before);
}

TEST_CASE(
    "a study's folder that exists is refused with exit code 2, unless --force, which spares what "
    "is not ours") {
  const SampleStudy folder;
  folder.write("study.yaml", two_policies);
  REQUIRE(run_program(folder.file("."), "study study.yaml --out out").code == 0);
  folder.write("out/runs.csv", "old");
  const auto refused = run_program(folder.file("."), "study study.yaml --out out");
  CHECK(refused.code == 2);
  CHECK(refused.err.find("--force") != std::string::npos);
  CHECK(read_text(folder.file("out/runs.csv")) == "old");
  CHECK(run_program(folder.file("."), "study study.yaml --out out --force").code == 0);
  CHECK(folder.table("out/runs.csv").rows() == 4);
  std::filesystem::create_directory(folder.file("theirs"));
  folder.write("theirs/mine.txt", "kept");
  CHECK(run_program(folder.file("."), "study study.yaml --out theirs --force").code == 2);
  CHECK(read_text(folder.file("theirs/mine.txt")) == "kept");
}

TEST_CASE("--force on the whole study spares the results of shards, and says so") {
  const SampleStudy folder;
  folder.write("study.yaml", two_policies);
  REQUIRE(run_program(folder.file("."), "study study.yaml --out out --shard 1/2").code == 0);
  const auto outcome = run_program(folder.file("."), "study study.yaml --out out --force");
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("results of shards") != std::string::npos);
  CHECK(names_in(folder.file("out/shards")) == std::vector<std::string>{"shard-1-of-2.sqlite"});
  // A shard's own are replaced.
  CHECK(run_program(folder.file("."), "study study.yaml --out out --shard 1/2 --force").code == 0);
}

TEST_CASE(
    "--progress json says on stderr how far the study is, an object a line, and --quiet says "
    "nothing") {
  const SampleStudy folder;
  folder.write("study.yaml", two_policies);
  const auto told = run_program(folder.file("."), "study study.yaml --out out --progress json");
  REQUIRE(told.code == 0);
  const auto end = told.err.find("\nsmall: ");  // then the last word
  REQUIRE(end != std::string::npos);
  const auto begin = told.err.rfind('\n', end - 1) + 1;  // 0 where it is the only line
  const auto object = nlohmann::json::parse(told.err.substr(begin, end - begin));
  CHECK(object["runs"] == object["done"]);
  CHECK(object["failed"] == 0);
  CHECK(object["from_before"] == 0);
  CHECK(object["left_s"] == 0);
  CHECK(object["passed_s"] > 0);
  const auto quiet = run_program(folder.file("."), "study study.yaml --out quiet --quiet");
  CHECK(quiet.code == 0);
  CHECK(quiet.err.empty());
  const auto none = run_program(folder.file("."), "study study.yaml --out none --progress none");
  CHECK(none.err == "small: 12 runs, 0 from before, 0 failed; see none\n");
}

TEST_CASE("a cell has the numbers of `cadis run` on its scenario") {
  const SampleStudy folder;
  folder.write("study.yaml", study_head +
                                 "axes:\n  policy: [{name: static-small}, {name: heuristic, range: "
                                 "running}]\n  fidelity: [event]\n"
                                 "  duration: [1 min]\n  epoch: [10 s]\nseeds: [1, 2]\n");
  REQUIRE(run_program(folder.file("."), "study study.yaml --out out --epochs --jobs 2").code == 0);
  REQUIRE(run_program(folder.file("."),
                      "run small.yaml --out alone --seed 2 --set fidelity=event --set 'duration=1 "
                      "min' --set 'epoch=10 s' "
                      "--set 'policy={name: heuristic, range: running}'")
              .code == 0);
  const auto runs = folder.table("out/runs.csv");
  const auto alone = folder.table("alone/summary.csv");
  const auto axes = runs.header().size() - 1 - alone.header().size();  // `cell` is the last
  for (std::size_t c = 0; c < alone.header().size(); ++c) {
    CAPTURE(alone.header()[c]);
    CHECK(runs.cell(3, axes + c) == alone.cell(0, c));
  }
  for (const auto* name : {"summary.csv", "epochs.csv", "latency.csv"}) {
    CHECK(read_text(folder.file("out/cells/" + column(runs, "cell")[3] + "/" + name)) ==
          read_text(folder.file(std::string("alone/") + name)));
  }
}

TEST_CASE(
    "a cell that fails gives exit code 1, its name and reason on stderr, --quiet or not, and no "
    "row "
    "that looks like a result") {
  const SampleStudy folder;
  folder.write("study.yaml", study_head +
                                 "axes:\n  policy: [{name: oracle, accuracy_pct: 99}, {name: "
                                 "static-small}]\nseeds: [5]\n");
  const auto outcome = run_program(folder.file("."), "study study.yaml --out out");
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("policy=oracle seed=5") != std::string::npos);
  CHECK(outcome.err.find("80 %") != std::string::npos);  // the highest that can be reached
  CHECK(outcome.err.find("1 failed") != std::string::npos);
  CHECK(column(folder.table("out/runs.csv"), "axis_policy") ==
        std::vector<std::string>{"static-small"});
  const auto manifest = nlohmann::json::parse(read_text(folder.file("out/manifest.json")));
  REQUIRE(manifest["failed"].size() == 1);
  CHECK(manifest["failed"][0]["run"] == "policy=oracle seed=5");
  const auto quiet = run_program(folder.file("."), "study study.yaml --out quiet --quiet");
  CHECK(quiet.code == 1);
  CHECK(quiet.err.find("policy=oracle seed=5") != std::string::npos);
  CHECK(quiet.err.find("80 %") != std::string::npos);
  CHECK(quiet.err.find("failed;") == std::string::npos);
}

TEST_CASE("Ctrl-C during a study gives exit code 130 and leaves its results, and no table") {
  check_interrupt("study study.yaml --out out --jobs 2", true);
}

TEST_CASE("Ctrl-C during a run gives exit code 130 and leaves nothing behind") {
  check_interrupt(endless_run, true);
}

TEST_CASE(
    "SIGINT to the program alone, as `kill -INT` sends it, ends a study with exit code 130 and "
    "leaves its results, and no table") {
  check_interrupt("study study.yaml --out out --jobs 2", false);
}

TEST_CASE(
    "SIGINT to the program alone, as `kill -INT` sends it, ends a run with exit code 130 and "
    "leaves nothing behind") {
  check_interrupt(endless_run, false);
}
