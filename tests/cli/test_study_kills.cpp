#include <doctest/doctest.h>
#include <sys/mount.h>

#include <fstream>
#include <regex>

#include "base/random.hpp"
#include "cli/program.hpp"
#include "study/small_study.hpp"

// A study survives what a night brings: kill -9 of the program or of a run, a full disk. What was
// finished is kept, --resume goes on, and the tables are the bytes of a study that nothing befell.

using namespace cadis;
using namespace cadis::test;

namespace {

/// Some 160 short runs, some matched to others.
const std::string many_runs =
    study_head +
    "axes:\n  policy: [{name: heuristic}, {name: static-large}]\n"
    "  duration: [10 d]\n  epoch: [2 min]\n  arrivals.rate_rps: [5, 10, 20, 30, 40]\n"
    "  carbon: [{climatology: GB-2023}, {climatology: CA-ON-2023}]\nseeds: [1, 2]\n";

const std::vector<std::string> tables{"runs.csv", "references.csv", "comparisons.csv", "pairs.csv",
                                      "failures.csv"};

void check_same_tables(const SampleStudy& folder, const std::string& a, const std::string& b) {
  for (const std::string& name : tables) {
    CAPTURE(name);
    CHECK(read_text(folder.file(a + "/" + name)) == read_text(folder.file(b + "/" + name)));
  }
}

/// The processes that this one has started.
std::vector<pid_t> children_of(pid_t parent) {
  const std::string list =
      "/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) + "/children";
  std::vector<pid_t> children;
  std::ifstream in(list);
  for (pid_t child = 0; in >> child;) children.push_back(child);
  return children;
}

}  // namespace

TEST_CASE("a study that is killed again and again ends with the same bytes") {
  const SampleStudy folder;
  folder.write("study.yaml", many_runs);
  REQUIRE(run_program(folder.file("."), "study study.yaml --out whole").code == 0);
  RandomStream random(17, "kills");
  int kills = 0;
  test::Outcome last{};
  while (true) {
    Program program(folder.file("."), "study study.yaml --out out --resume --jobs 2");
    const bool ends =
        kills >= 12 || comes_true(0.02 + 0.4 * random.uniform(), [&] { return program.is_over(); });
    if (ends) {
      last = program.finish();
      break;
    }
    kill(program.pid(), SIGKILL);  // its runs end with it
    program.finish();
    ++kills;
    CHECK_FALSE(std::filesystem::exists(folder.file("out/manifest.json")));
  }
  CHECK(kills > 0);
  INFO(last.err);
  CHECK(last.code == 0);
  check_same_tables(folder, "whole", "out");
}

TEST_CASE("a run that ended seconds before a kill is kept, however long others still take") {
  const SampleStudy folder;
  const std::string both = study_head +
                           "axes:\n  duration: [1 h, 100000 h]\n  fidelity: [event]\n" +
                           "  arrivals.rate_rps: [100]\nreferences: none\n";
  folder.write("study.yaml", both);
  Program program(folder.file("."), "study study.yaml --out out --jobs 2 --progress json");
  const auto has_done_one = [&] {
    return program.err_so_far().find("\"done\":1") != std::string::npos;
  };
  REQUIRE(comes_true(60, has_done_one));
  wait_ms(2500);  // a commit comes every two seconds
  REQUIRE_FALSE(program.is_over());
  kill(program.pid(), SIGKILL);
  program.finish();
  folder.write("study.yaml", study_head +
                                 "axes:\n  duration: [1 h]\n  fidelity: [event]\n"
                                 "  arrivals.rate_rps: [100]\nreferences: none\n");
  const auto outcome = run_program(folder.file("."), "study study.yaml --out out --resume");
  INFO(outcome.err);
  CHECK(outcome.err.find("1 runs, 1 from before") != std::string::npos);
}

TEST_CASE("two at work in one folder: the second changes nothing and ends with exit code 4") {
  const SampleStudy folder;
  folder.write("study.yaml", study_head +
                                 "axes:\n  fidelity: [event]\n  duration: [100000 h]\n"
                                 "references: none\n");
  std::filesystem::create_directory(folder.file("second"));
  Program first(folder.file("."), "study study.yaml --out out --progress json");
  REQUIRE(comes_true(20, [&] { return !first.err_so_far().empty(); }));  // the plan is kept
  for (const std::string option : {"--resume", "--force"}) {
    CAPTURE(option);
    const auto second =
        run_program(folder.file("second"), "study ../study.yaml --out ../out " + option);
    INFO(second.err);
    CHECK(second.code == 4);
    CHECK(second.err.find("another process is at work") != std::string::npos);
    CHECK(std::filesystem::exists(folder.file("out/results.sqlite")));
  }
  CHECK_FALSE(first.is_over());
}

TEST_CASE("a run that is killed fails alone, and --resume runs it again to the same bytes") {
  const SampleStudy folder;
  folder.write("study.yaml", many_runs);
  REQUIRE(run_program(folder.file("."), "study study.yaml --out whole").code == 0);
  Program program(folder.file("."), "study study.yaml --out out --jobs 2");
  int killed = 0;
  while (killed < 3 && !program.is_over()) {
    for (const pid_t child : children_of(program.pid())) {
      if (killed < 3 && std::filesystem::exists(folder.file("out/results.sqlite"))) {
        killed += kill(child, SIGKILL) == 0;
        wait_ms(20);
      }
    }
  }
  const auto outcome = program.finish();
  REQUIRE(killed == 3);
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK(outcome.err.find("signal 9") != std::string::npos);
  const auto failures = folder.table("out/failures.csv");
  CHECK(failures.rows() >= 1);
  CHECK(run_program(folder.file("."), "study study.yaml --out out --resume").code == 0);
  check_same_tables(folder, "whole", "out");
}

TEST_CASE("Ctrl-C keeps what was finished, and --resume runs the rest") {
  const SampleStudy folder;
  folder.write("study.yaml", many_runs);
  Program program(folder.file("."), "study study.yaml --out out --jobs 2 --progress json");
  const std::regex done("\"done\":[1-9]");
  REQUIRE(comes_true(60, [&] { return std::regex_search(program.err_so_far(), done); }));
  kill(program.pid(), SIGINT);
  REQUIRE(program.finish().code == 130);
  const auto outcome = run_program(folder.file("."), "study study.yaml --out out --resume");
  CHECK(outcome.code == 0);
  CHECK(outcome.err.find(" from before") != std::string::npos);
  CHECK(outcome.err.find(" 0 from before") == std::string::npos);
}

TEST_CASE("a full disk is exit code 3 and a clear error, and nothing that was finished is lost") {
  const SampleStudy folder;
  folder.write("study.yaml", many_runs);
  REQUIRE(run_program(folder.file("."), "study study.yaml --out whole").code == 0);
  const std::string disk = folder.file("disk");
  std::filesystem::create_directory(disk);
  unsigned long most_kept = 0;
  // Too small for the plan, for the results, for the tables.
  for (const char* size : {"size=32k", "size=64k", "size=88k"}) {
    CAPTURE(size);
    if (mount("none", disk.c_str(), "tmpfs", 0, size) != 0) {
      MESSAGE("skipped: no file system of a given size can be mounted here");
      return;
    }
    const auto outcome = run_program(folder.file("."), "study study.yaml --out disk/out --jobs 2");
    INFO(outcome.err);
    CHECK(outcome.code == 3);
    CHECK(outcome.err.find("full") != std::string::npos);
    CHECK(outcome.err.find("are not lost") != std::string::npos);
    CHECK(outcome.err.find("--resume") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(disk + "/out/manifest.json"));
    REQUIRE(mount("none", disk.c_str(), "tmpfs", MS_REMOUNT, "size=16m") == 0);
    const auto again =
        run_program(folder.file("."), "study study.yaml --out disk/out --jobs 2 --resume");
    INFO(again.err);
    CHECK(again.code == 0);
    check_same_tables(folder, "whole", "disk/out");
    std::smatch kept;
    REQUIRE(std::regex_search(again.err, kept, std::regex("runs, ([0-9]+) from before")));
    most_kept = std::max(most_kept, std::stoul(kept[1]));
    umount(disk.c_str());
  }
  CHECK(most_kept > 0);
}

TEST_CASE("a run that needs more memory than --cell-memory fails alone, with that reason") {
#if defined(__SANITIZE_ADDRESS__)
  MESSAGE("skipped: the address sanitizer takes all address space");
#else
  const SampleStudy folder;
  folder.write("study.yaml", study_head +
                                 "axes:\n  policy: [{name: static-small}]\n"
                                 "  duration: [1 h, 100000 h]\n  epoch: [1 min]\n"
                                 "references: none\n");
  const auto outcome =
      run_program(folder.file("."), "study study.yaml --out out --cell-memory '256 MiB'");
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK(outcome.err.find("needed more memory than 256 MiB") != std::string::npos);
  CHECK(folder.table("out/runs.csv").rows() == 1);
#endif
}

TEST_CASE("words that the options of a study cannot take are refused") {
  const SampleStudy folder;
  folder.write("study.yaml", many_runs);
  for (const std::string words :
       {"--shard 0/2", "--shard 3/2", "--shard 1", "--shard a/b", "--jobs 0", "--cell-timeout 5",
        "--cell-timeout -1s", "--cell-memory 5", "--cell-memory '0 MiB'", "--resume --force",
        "--progress fancy", "--quiet --progress plain"}) {
    CAPTURE(words);
    const auto outcome = run_program(folder.file("."), "study study.yaml --out out " + words);
    CHECK(outcome.code == 2);
    CHECK(outcome.err.find("--") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder.file("out")));
  }
}
