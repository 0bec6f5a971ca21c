#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/program.hpp"
#include "study/small_study.hpp"

// Inputs that can be read only once, and a stdout that nobody can write to.

using namespace cadis;
using namespace cadis::test;

namespace {

constexpr const char* seconds =
    " --format timestamps --time-unit s --start 2023-01-01T00:00:00Z --out o.csv";

/// What `seq 0 20000` prints.
std::string numbers() {
  std::string text;
  for (int i = 0; i <= 20000; ++i) text += std::to_string(i) + "\n";
  return text;
}

}  // namespace

TEST_CASE("an import of a pipe, a FIFO or `-` reads all of it, and hashes what it read") {
  const SampleStudy folder;
  folder.write("numbers.txt", numbers());
  REQUIRE(run_program(folder.file("."), std::string("trace import numbers.txt") + seconds).code ==
          0);
  const std::string whole = read_text(folder.file("o.csv"));
  CHECK(std::count(whole.begin(), whole.end(), '\n') == 20002);
  for (const std::string script :
       {"seq 0 20000 | cadis trace import /dev/stdin", "seq 0 20000 | cadis trace import -",
        "cadis trace import <(seq 0 20000)", "cadis trace import - < numbers.txt",
        "mkfifo pipe; seq 0 20000 > pipe & cadis trace import pipe"}) {
    CAPTURE(script);
    const auto imported = run_script(folder.file("."), script + seconds + " --force");
    REQUIRE_MESSAGE(imported.code == 0, imported.err);
    CHECK(read_text(folder.file("o.csv")) == whole);
    const auto stated = nlohmann::json::parse(read_text(folder.file("o.csv.provenance.json")));
    CHECK(stated.at("source_sha256") == sha256(numbers()));
  }
}

TEST_CASE("--format auto tells the layout of a pipe from what it reads, which is all there is") {
  const SampleStudy folder;
  std::string text = "Time,Carbon Intensity\n";
  for (int hour = 10; hour < 20; ++hour)
    text += "2023-06-01 " + std::to_string(hour) + ":00:00,100\n";
  folder.write("hours.csv", text);
  const auto imported = run_script(folder.file("."), "cat hours.csv | cadis trace import -");
  CHECK(imported.code == 0);
  CHECK(imported.out == run_program(folder.file("."), "trace import hours.csv").out);
  CHECK(imported.err.find("standard input: letswaitawhile: 10 steps") != std::string::npos);
}

TEST_CASE("validate, describe, run and study take a pipe wherever they take a file") {
  const SampleStudy folder;
  REQUIRE(run_program(folder.file("."), "run small.yaml --out plain").code == 0);
  const std::string summary = read_text(folder.file("plain/summary.csv"));
  for (const std::string script :
       {"cat small.yaml | cadis run - --out a", "cat small.yaml | cadis run /dev/stdin --out b",
        "cat pair.yaml | cadis run small.yaml --set family=- --out c",
        "cadis run small.yaml --set platform=<(cat devices.yaml) --out d"}) {
    CAPTURE(script);
    const auto outcome = run_script(folder.file("."), script);
    REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
    const std::string out(1, script.back());
    CHECK(read_text(folder.file(out + "/summary.csv")) == summary);
  }
  const auto manifest = nlohmann::json::parse(read_text(folder.file("c/manifest.json")));
  CHECK(manifest.at("inputs_sha256").at("standard input") ==
        sha256(read_text(folder.file("pair.yaml"))));

  for (const std::string script :
       {"cat pair.yaml | cadis validate small.yaml -", "cadis validate <(cat devices.yaml)",
        "cadis trace generate GB-2023 --start 2023-06-01T00:00:00Z --duration '24 h' --out g.csv "
        "&& "
        "cat g.csv | cadis trace describe - && cat g.csv | cadis run small.yaml "
        "--set carbon='{file: \"-\"}' --out e && cat g.csv | cadis validate -"}) {
    CAPTURE(script);
    const auto outcome = run_script(folder.file("."), script);
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
  }
  folder.write("study.yaml", study_head + "axes:\n  policy: [{name: static-small}]\n");
  const auto studied = run_script(folder.file("."), "cat study.yaml | cadis study - --out s");
  CHECK_MESSAGE(studied.code == 0, studied.err);
}

TEST_CASE("what can be read only once is refused where it is wanted twice") {
  const SampleStudy folder;
  for (const std::string script :
       {"cat small.yaml | cadis validate - -", "cat small.yaml | cadis validate /dev/stdin -",
        "cadis validate - - < small.yaml",
        "cat small.yaml | cadis run - --set family=- --out out"}) {
    CAPTURE(script);
    const auto refused = run_script(folder.file("."), script);
    CHECK(refused.code == 2);
    CHECK(refused.err.find("can be read only once") != std::string::npos);
  }
  const auto drawn = run_script(folder.file("."), "cat x | cadis trace describe - --plot x.svg");
  CHECK(drawn.code == 2);
  CHECK(drawn.err.find("reads the trace again") != std::string::npos);
}

TEST_CASE("every command whose stdout cannot be written ends with exit code 3 and says why") {
  const SampleStudy folder;
  folder.write("study.yaml", study_head + "axes:\n  policy: [{name: static-small}]\n");
  folder.write("t.csv",
               "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,1\n2023-06-01T01:00:00Z,2\n");
  const std::vector<std::string> commands{
      "--version",
      "help",
      "help run",
      "run --help",
      "study --help",
      "merge --help",
      "validate --help",
      "list --help",
      "trace --help",
      "trace import --help",
      "list policies",
      "list devices",
      "list families",
      "list traces",
      "list formats",
      "list factors",
      "study study.yaml --dry-run",
      "trace describe t.csv",
      "trace describe t.csv --csv",
      "trace describe t.csv --forecast persistence --horizon '1 h'",
      "trace generate GB-2023 --start 2023-01-01T00:00:00Z --duration '2 h'",
      "trace generate GB-2023 --start 2023-01-01T00:00:00Z --duration '365 d'",
      "trace import t.csv --format csv --time-column timestamp_utc --value-column g_per_kwh --unit "
      "g/kWh --column direct --accounting average"};
  const std::string reason = "standard output: cannot be written: No space left on device";
  std::string script;
  for (const std::string& command : commands) {
    script +=
        "cadis " + command + " > /dev/full 2> err; echo \"$? $(grep -c '" + reason + "' err)\"\n";
    script += "cadis " + command + " 2> err >&-; echo \"$?\"\n";
  }
  const auto outcome = run_script(folder.file("."), script);
  std::string expected;
  for (std::size_t i = 0; i < commands.size(); ++i) expected += "3 1\n3\n";
  CHECK(outcome.out == expected);
}

TEST_CASE("a reader that stops after a line ends a long trace at once, with exit code 3") {
  const SampleStudy folder;
  const auto cut = run_script(folder.file("."),
                              "cadis trace generate GB-2023 --start 2023-01-01T00:00:00Z "
                              "--duration '3650 d' | head -1");
  CHECK(cut.code == 3);
  CHECK(cut.out == "timestamp_utc,g_per_kwh\n");
  CHECK(cut.err.find("standard output: cannot be written: Broken pipe") != std::string::npos);
}

TEST_CASE("a program without stdin, stdout and stderr writes to no file of its own by mistake") {
  const SampleStudy folder;
  const auto outcome =
      run_script(folder.file("."), "cadis run small.yaml --out out <&- >&- 2>&-; echo $?");
  CHECK(outcome.out == "0\n");
  CHECK(run_program(folder.file("."), "run small.yaml --out again").code == 0);
  CHECK(read_text(folder.file("out/summary.csv")) == read_text(folder.file("again/summary.csv")));
}
