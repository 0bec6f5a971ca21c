#include <doctest/doctest.h>

#include "base/errors.hpp"
#include "refusal.hpp"
#include "study/small_study.hpp"

// What a study keeps: nothing that is there runs again, and its tables are the same bytes however
// it came about.

using namespace cadis;
using test::SampleStudy;
using Start = StudyFolder::Start;

namespace {

const std::vector<std::string> tables{"runs.csv", "references.csv", "comparisons.csv", "pairs.csv",
                                      "failures.csv"};

const std::string two_policies =
    "axes:\n  policy: [{name: heuristic}, {name: static-large}]\n  arrivals.rate_rps: [5, 50]\n";

void check_same_tables(const SampleStudy& folder, const std::string& a, const std::string& b) {
  for (const std::string& name : tables) {
    CAPTURE(name);
    CHECK(read_text(folder.file(a + "/" + name)) == read_text(folder.file(b + "/" + name)));
  }
}

/// Runs one shard of the study into the folder.
StudyOutcome run_shard(const SampleStudy& sample, const std::string& rest, const std::string& out,
                       const Shard& shard) {
  const Grid grid = expand(sample.study(rest), policies::registry(), 1, shard);
  StudyFolder folder(sample.file(out), Start::fresh, shard);
  return run_study(grid, policies::registry(), sample.file(out), folder.store(), {},
                   [](const StudyProgress&) {});
}

}  // namespace

TEST_CASE(
    "a study that has grown runs what is new, and has the tables of one that was so at once") {
  const SampleStudy folder;
  folder.run(two_policies + "seeds: [1, 2]\n", "grown");
  const std::string larger =
      "axes:\n  policy: [{name: static-large}, {name: as-printed}, {name: heuristic}]\n"
      "  arrivals.rate_rps: [5, 20, 50]\nseeds: [2, 1, 3]\n";
  const auto outcome = folder.run(larger, "grown", {}, Start::resume);
  // Before: 2 rates and 2 seeds of heuristic, its three references, static-large and -small.
  CHECK(outcome.progress.kept == 2 * 2 * 6);
  CHECK(outcome.progress.done == outcome.progress.all);
  folder.run(larger, "at-once");
  check_same_tables(folder, "grown", "at-once");
  CHECK(folder.run(larger, "grown", {}, Start::resume).progress.kept == outcome.progress.all);
}

TEST_CASE("a study cut back again still has all results of the larger one") {
  const SampleStudy folder;
  folder.run(two_policies + "seeds: [1, 2]\n", "out");
  folder.run(two_policies + "seeds: [1]\n", "out", {}, Start::resume);
  folder.run(two_policies + "seeds: [1]\n", "small");
  check_same_tables(folder, "out", "small");
  const auto outcome = folder.run(two_policies + "seeds: [1, 2]\n", "out", {}, Start::resume);
  CHECK(outcome.progress.kept == outcome.progress.all);
}

TEST_CASE("a cell is known by its meaning: a comment changes nothing, an input's content does") {
  const SampleStudy folder;
  const std::string rest = "axes:\n  policy: [{name: static-large}]\nreferences: none\n";
  const RunKey key = folder.grid(rest).keys[0];
  CHECK(folder.grid("# why\n" + rest).keys[0] == key);
  CHECK(folder.grid("seeds: [7]\n" + rest).keys[0] == key);  // small.yaml's own
  CHECK(folder.grid("seeds: [8]\n" + rest).keys[0] != key);
  const std::string family = read_text(folder.file("pair.yaml"));
  folder.write("pair.yaml", family + "# another word\n");
  CHECK(folder.grid(rest).keys[0] != key);
  folder.write("pair.yaml", family);
  CHECK(folder.grid(rest).keys[0] == key);
}

TEST_CASE("a run that failed is tried again, and its failure is forgotten when it succeeds") {
  const SampleStudy folder;
  const std::string rest =
      "axes:\n  policy: [{name: oracle, accuracy_pct: 99}, {name: static-small}]\n";
  for (const Start start : {Start::fresh, Start::resume}) {
    const auto outcome = folder.run(rest, "out", {}, start);
    CHECK(outcome.progress.failed == 1);
    const auto failures = folder.table("out/failures.csv");
    REQUIRE(failures.rows() == 1);
    CHECK(failures.cell(0, 1) == "policy=oracle");
    CHECK(failures.cell(0, 2).find("80 %") != std::string::npos);
  }
}

TEST_CASE("a run that takes too long fails alone, with that reason") {
  const SampleStudy folder;
  StudyOptions options;
  options.limits.time = Seconds{1};
  options.jobs = 2;
  const std::string rest =
      "axes:\n  duration: [1 min, 3000 h]\n  fidelity: [event]\n  arrivals.rate_rps: [100]\n"
      "  epoch: [1 min]\nreferences: none\n";
  const auto outcome = folder.run(rest, "out", options);
  REQUIRE(outcome.failed.size() == 1);
  CHECK(outcome.failed[0].run.find("duration=3000 h") != std::string::npos);
  CHECK(outcome.failed[0].reason == "took longer than 1 s and was ended");
  CHECK(folder.table("out/runs.csv").rows() == 1);
}

TEST_CASE("shards, merged, have the tables of the study run as one, for any number of shards") {
  const SampleStudy folder;
  const std::string rest = two_policies + "seeds: [1, 2, 3]\n";
  folder.run(rest, "one");
  for (const std::size_t count : {1U, 2U, 3U, 7U}) {
    CAPTURE(count);
    const std::string out = "of-" + std::to_string(count);
    std::size_t runs = 0;
    for (std::size_t number = count; number >= 1; --number) {  // in any order
      runs += run_shard(folder, rest, out, {number, count}).progress.all;
    }
    CHECK(runs == 3 * 2 * 6);
    CHECK(merge_shards(folder.file(out)) == 0);
    check_same_tables(folder, "one", out);
    CHECK(merge_shards(folder.file(out)) == 0);  // again
    check_same_tables(folder, "one", out);
  }
}

TEST_CASE("what cannot be merged says which shard is missing, or what differs") {
  const SampleStudy folder;
  const auto message = [&folder](const std::string& out) {
    return test::refusal_of([&] { return merge_shards(folder.file(out)); });
  };
  std::filesystem::create_directory(folder.file("empty"));
  CHECK(message("empty").find("has no shards") != std::string::npos);
  run_shard(folder, two_policies + "seeds: [1, 2]\n", "out", {1, 3});
  CHECK(message("out").find("of 3 shards these are missing: 2, 3") != std::string::npos);
  run_shard(folder, two_policies + "seeds: [1, 2]\n", "out", {2, 3});
  run_shard(folder, two_policies + "seeds: [1, 3]\n", "out", {3, 3});
  CHECK(message("out").find("different versions of the study's file") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.file("out/runs.csv")));
  run_shard(folder, two_policies + "seeds: [1, 2]\n", "mixed", {1, 2});
  run_shard(folder, two_policies + "seeds: [1, 2]\n", "mixed", {3, 3});
  CHECK(message("mixed").find("shards of 2 and shards of 3") != std::string::npos);
}
