#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/program.hpp"
#include "study/small_study.hpp"

// Several processes that name the same output: one writes it, the others are refused.

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

namespace {

/// Seconds of work, until it is killed.
const std::string run_without_end =
    "run small.yaml --set fidelity=event --set 'duration=100000 h' --set arrivals.rate_rps=200 "
    "--set 'epoch=100 h' --set carbon='{constant_g_per_kwh: 100}' --out o";

bool is_at_work(const SampleStudy& folder) {
  for (const std::string& name : names_in(folder.file(".")))
    if (name == ".o.lock") return true;
  return false;
}

void check_nothing_left(const SampleStudy& folder) {
  for (const std::string& name : names_in(folder.file("."))) CHECK(name.front() != '.');
}

}  // namespace

TEST_CASE("of ten runs into one folder at once one leaves its whole result, nine are refused") {
  const SampleStudy folder;
  for (const std::string force : {"", " --force"}) {
    CAPTURE(force);
    std::vector<std::unique_ptr<Program>> programs;
    for (int i = 0; i < 10; ++i) {
      programs.push_back(std::make_unique<Program>(
          folder.file("."),
          "run small.yaml --set fidelity=event --set duration='2 h' --set name=run" +
              std::to_string(i) + " --out o" + force + " 2> err" + std::to_string(i)));
    }
    std::vector<std::string> done;
    for (int i = 0; i < 10; ++i) {
      const int code = programs[static_cast<std::size_t>(i)]->finish().code;
      const std::string err = read_text(folder.file("err" + std::to_string(i)));
      const bool is_busy =
          code == 4 && err.find("o: another process is at work on it") != std::string::npos;
      const bool is_late = force.empty() && code == 2 && err.find("o: exists") != std::string::npos;
      CHECK_MESSAGE((code == 0 || is_busy || is_late), code, " ", err);
      if (code == 0) done.push_back("run" + std::to_string(i));
    }
    if (force.empty()) REQUIRE(done.size() == 1);
    REQUIRE_FALSE(done.empty());
    const CsvTable summary = folder.table("o/summary.csv");
    CHECK(std::find(done.begin(), done.end(), summary.cell(0, 0)) != done.end());
    CHECK(names_in(folder.file("o")) ==
          std::vector<std::string>{"epochs.csv", "latency.csv", "manifest.json", "summary.csv"});
    check_nothing_left(folder);
  }
}

TEST_CASE("ten imports into one file at once leave a trace and the provenance that belongs to it") {
  const SampleStudy folder;
  std::string script;
  for (int i = 0; i < 10; ++i) {
    script +=
        "cadis trace generate GB-2023 --start 2023-01-01T00:00:00Z --duration '30 d' --seed " +
        std::to_string(i) + " --force --out t.csv 2>> err & ";
  }
  run_script(folder.file("."), script + "wait");
  const auto described = run_program(folder.file("."), "trace describe t.csv");
  CHECK_MESSAGE(described.code == 0, described.err);
  CHECK(described.out.find("imported from") != std::string::npos);
  const std::string refused = read_text(folder.file("err"));
  CHECK((refused.empty() || refused.find("is at work on it") != std::string::npos));
  check_nothing_left(folder);
}

TEST_CASE("what a run is writing no other run or study touches, with --force or without") {
  const SampleStudy folder;
  folder.write("study.yaml", study_head + "axes:\n  policy: [{name: static-small}]\n");
  REQUIRE(run_program(folder.file("."), "run small.yaml --set name=first --out o").code == 0);
  Program first(folder.file("."), run_without_end + " --force");
  REQUIRE(comes_true(20, [&] { return is_at_work(folder); }));
  fs::create_symlink("o", folder.file("other-name"));
  for (const std::string command :
       {"run small.yaml --out o --force", "run small.yaml --out other-name --force",
        "study study.yaml --out o --force", "study study.yaml --out o --shard 1/2 --force",
        "merge o"}) {
    CAPTURE(command);
    const auto second = run_program(folder.file("."), command);
    CHECK(second.code == 4);
    CHECK(second.err.find("another process is at work on it") != std::string::npos);
    CHECK(folder.table("o/summary.csv").cell(0, 0) == "first");
  }
  CHECK_FALSE(first.is_over());
}

TEST_CASE("a folder in which another run makes its own is not replaced") {
  const SampleStudy folder;
  REQUIRE(run_program(folder.file("."), "run small.yaml --out o").code == 0);
  Program within(folder.file("."), run_without_end + "/within");
  REQUIRE(comes_true(20, [&] { return fs::exists(folder.file("o/.within.lock")); }));
  const auto refused = run_program(folder.file("."), "run small.yaml --out o --force");
  CHECK(refused.code == 4);
  CHECK(refused.err.find("o/within: another process is at work on it") != std::string::npos);
  CHECK_FALSE(within.is_over());
}

TEST_CASE("a run that is killed outright bars nobody, and the next one leaves no lock") {
  const SampleStudy folder;
  {
    Program killed(folder.file("."), run_without_end);
    REQUIRE(comes_true(20, [&] { return is_at_work(folder); }));
    kill(killed.pid(), SIGKILL);
    killed.finish();
  }
  CHECK(is_at_work(folder));  // or so it looks
  const auto second = [&] { return run_program(folder.file("."), "run small.yaml --out o").code; };
  CHECK(comes_true(5, [&] { return second() == 0; }));  // once the system has ended the child, too
  CHECK_FALSE(is_at_work(folder));
}

TEST_CASE("a run keeps out of a folder in which a study is at work, and so do other studies") {
  const SampleStudy folder;
  folder.write("study.yaml", study_head +
                                 "axes:\n  fidelity: [event]\n  duration: [100000 h]\n"
                                 "references: none\n");
  Program first(folder.file("."), "study study.yaml --out o --shard 1/1 --progress json");
  REQUIRE(comes_true(20, [&] { return !first.err_so_far().empty(); }));
  for (const std::string command :
       {"run small.yaml --out o --force", "study study.yaml --out o --force",
        "study study.yaml --out o --shard 1/1 --force", "merge o"}) {
    CAPTURE(command);
    const auto second = run_program(folder.file("."), command);
    CHECK_MESSAGE(second.code == 4, second.err);
    CHECK(second.err.find("another process is at work") != std::string::npos);
  }
  CHECK(fs::exists(folder.file("o/shards/shard-1-of-1.sqlite")));
  CHECK_FALSE(first.is_over());
}

TEST_CASE("what came to an output's place while it was written is kept, and the later is refused") {
  const SampleStudy folder;
  Program first(folder.file("."),
                "run small.yaml --set fidelity=event --set duration='2 h' --out o");
  REQUIRE(comes_true(20, [&] { return is_at_work(folder); }));
  fs::create_directory(folder.file("o"));  // by somebody who knows no lock
  folder.write("o/mine", "mine");
  const auto outcome = first.finish();
  CHECK(outcome.code == 4);
  CHECK(outcome.err.find("was made by another process meanwhile") != std::string::npos);
  CHECK(names_in(folder.file("o")) == std::vector<std::string>{"mine"});
  check_nothing_left(folder);
}
