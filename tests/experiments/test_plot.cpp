#include <doctest/doctest.h>

#include <cstdio>
#include <set>

#include "experiments/small_results.hpp"

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

namespace {

/// Exit code 2, nothing written, and a message of one line that says this.
void check_refused(const Results& results, const std::string& arguments, const std::string& said) {
  const auto outcome = results.plot(arguments);
  INFO(arguments, ": ", outcome.err);
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.starts_with("plot.py: "));
  CHECK(outcome.err.find(said) != std::string::npos);
  CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
  CHECK_FALSE(fs::exists(results.file("out/plots")));
}

}  // namespace

TEST_CASE("plot.py draws all that a study's tables allow, twice the same bytes in every format") {
  const Results results;
  const std::string formats = " --format svg --format png --format pdf --out ";
  for (const char* out : {"first", "second"}) {
    const auto outcome = results.plot("out" + formats + out);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    CHECK(outcome.err.find("Warning") == std::string::npos);
  }
  const auto names = names_in(results.file("first"));
  CHECK(names == names_in(results.file("second")));
  for (const char* kind : {"pareto", "bars-cee_pct_per_g", "bars-carbon_cut_vs_blind_pct",
                           "heatmap-carbon_g", "timeline"}) {
    for (const char* format : {".svg", ".png", ".pdf"})
      CHECK_MESSAGE(std::count(names.begin(), names.end(), std::string(kind) + format) == 1, kind);
  }
  for (const auto& name : names) {
    INFO(name);
    const auto bytes = read_text(results.file("first") / name);
    CHECK(bytes.size() > 5000);  // more than an empty picture
    CHECK((bytes == read_text(results.file("second") / name)));
  }
}

TEST_CASE("plot.py draws a run's timeline, and says that a run has nothing else") {
  const Results results;
  const auto outcome = results.plot("run");
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(names_in(results.file("run/plots")) ==
        std::vector<std::string>{"timeline.png", "timeline.svg"});
  check_refused(results, "run bars", "a timeline only");
  check_refused(results, "run timeline --where policy=heuristic", "nothing to choose");
}

TEST_CASE("plot.py draws what is chosen: rows, columns, axes, cells and time change the picture") {
  const Results results;
  const auto cell = column(results.table("out/runs.csv"), "cell").front();
  const std::vector<std::vector<std::string>> alike = {
      {"pareto", "pareto --where carbon=GB"},
      {"bars --column carbon_g", "bars --column accuracy_served_pct",
       "bars --column carbon_g --where policy=heuristic --where policy=static-small"},
      {"heatmap", "heatmap --column energy_j", "heatmap --column energy_j --where seed=1",
       "heatmap --x policy --y carbon"},
      {"timeline", "timeline --cell " + cell.substr(0, 8),
       "timeline --where seed=2 --where carbon=NO",
       "timeline --from 2023-06-01T03:00Z --to 2023-06-01T06:00Z"}};
  for (const auto& choices : alike) {
    std::set<std::string> pictures;
    for (const auto& choice : choices) {
      fs::remove_all(results.file("chosen"));
      const auto outcome = results.plot("out " + choice + " --format svg --out chosen");
      INFO(choice, ": ", outcome.err);
      REQUIRE(outcome.code == 0);
      const auto names = names_in(results.file("chosen"));
      REQUIRE(names.size() == 1);
      CHECK(pictures.insert(read_text(results.file("chosen") / names.front())).second);
    }
  }
}

TEST_CASE("plot.py without a table, a column, a label or an axis says what is there: exit code 2") {
  const Results results;
  check_refused(results, "nowhere", "nowhere: no such folder");
  check_refused(results, ".", "neither runs.csv of a study nor epochs.csv of a run");
  check_refused(results, "out bars --column carbon_cut_vs_blnd_pct",
                "did you mean carbon_cut_vs_blind_pct");
  check_refused(results, "out bars --column policy", "holds no numbers");
  check_refused(results, "out bars --where carbon=GBR", "did you mean GB?");
  check_refused(results, "out bars --where planet=earth", "no column 'planet'");
  check_refused(results, "out heatmap --x carbn", "no axis 'carbn'");
  check_refused(results, "out heatmap --x carbon --y carbon", "two different axes");
  check_refused(results, "out heatmap --column latency_p95_ms", "is empty in every row");
  check_refused(results, "out timeline --cell zzz", "0 cells");
  check_refused(results, "out timeline --where policy=heuristic --from 2024-01-01", "0 epochs");
}

TEST_CASE("plot.py refuses what its options cannot mean: exit code 2 and the usage") {
  const Results results;
  for (const char* arguments : {"out pie", "out bars --x carbon", "out bars --where carbon",
                                "out --format gif", "out timeline --from noon", ""}) {
    INFO(arguments);
    const auto outcome = results.plot(arguments);
    CHECK(outcome.code == 2);
    CHECK(outcome.err.find("usage: plot.py") != std::string::npos);
  }
}

TEST_CASE("plot.py says why a heat map of one axis and a timeline without --epochs cannot be") {
  const Results results("axes:\n  policy: [{name: static-large}, {name: heuristic}]\nseeds: [1]\n");
  check_refused(results, "out heatmap", "two different axes");
  fs::remove_all(results.file("out/cells"));
  check_refused(results, "out timeline", "--epochs");
  const auto outcome = results.plot("out");  // all that is possible, saying what is not
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.err.find("no heatmap: ") != std::string::npos);
  CHECK(outcome.err.find("no timeline: ") != std::string::npos);
  CHECK(fs::exists(results.file("out/plots/pareto.svg")));
}

TEST_CASE("plot.py reads an axis as text: labels such as NA, true and 007 stand as they are") {
  const Results results(R"(axes:
  carbon: [{label: NA, climatology: GB-2023}, {label: "true", climatology: NO-2023}, {label: "007", climatology: ES-2023}]
  policy: [{name: static-large}, {name: static-small}]
seeds: [1]
)");
  for (const char* label : {"NA", "true", "007"}) {
    const auto outcome =
        results.plot("out heatmap --column carbon_g --where carbon=" + std::string(label));
    INFO(outcome.err);
    CHECK(outcome.err.find("with values: policy;") !=
          std::string::npos);  // found, and the only one
  }
}

TEST_CASE("plot.py draws labels with dollar signs as they stand: they are no mathematics") {
  const Results results(R"(axes:
  carbon: [{label: "$x_{$", climatology: GB-2023}, {label: "$y$", climatology: NO-2023}]
  policy: [{name: static-large, label: "$\\frac$"}, {name: static-small}]
seeds: [1]
)");
  const auto outcome = results.plot("out --format svg");
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(fs::exists(results.file("out/plots/pareto.svg")));
  CHECK(fs::exists(results.file("out/plots/heatmap-carbon_g.svg")));
}

TEST_CASE("plot.py says which table is broken or has no rows") {
  const Results results;
  const auto runs = read_text(results.file("out/runs.csv"));
  results.write("out/runs.csv", runs.substr(0, runs.find('\n') + 1));
  check_refused(results, "out pareto", "out/runs.csv: no rows");
  results.write("out/runs.csv", runs.substr(0, runs.size() - 20) + ",,,,,,,,,,\"");
  check_refused(results, "out pareto", "out/runs.csv:13: expected 32 cells, got 41");
}

TEST_CASE(
    "plot.py draws or refuses tables with one thing wrong, by file, and ends in no traceback") {
  const Results results;
  const auto outcome = run_command(results.file("."),
                                   "'" CADIS_SOURCE_FOLDER "/tests/experiments/mutated_tables.py'",
                                   "'" CADIS_SOURCE_FOLDER "/experiments' out run 40");
  INFO(outcome.out, outcome.err);
  CHECK(outcome.code == 0);
  int drawn = 0, refused = 0;
  REQUIRE(std::sscanf(outcome.out.c_str(), "%d drawn, %d refused", &drawn, &refused) == 2);
  CHECK(drawn + refused == 40);
  CHECK(drawn > 10);  // or nothing but the header was tried
  CHECK(refused > 5);
}

TEST_CASE("plot.py says in which line and column of a table a cell is not what it should be") {
  const Results results;
  const auto runs = read_text(results.file("out/runs.csv"));
  const auto check = [&](const std::string& from, const std::string& to, const std::string& said) {
    auto text = runs;
    const auto at = text.find(from, text.find('\n'));
    REQUIRE(at != std::string::npos);
    results.write("out/runs.csv", text.replace(at, from.size(), to));
    check_refused(results, "out pareto", said);
  };
  check(",864000,", ",many,", "out/runs.csv:2: arrivals: expected a number, got 'many'");
  check(",864000,", ",inf,", "out/runs.csv:2: arrivals: expected a finite number");
  check(",false,", ",perhaps,", "out/runs.csv:2: peeks: expected true or false, got 'perhaps'");
  check(",1,864000", ",one,864000", "out/runs.csv:2: seed: expected a whole number, got 'one'");
  check("static-large,fluid", ",fluid", "out/runs.csv:2: policy: is empty");
  auto untitled = runs;
  results.write("out/runs.csv", untitled.replace(untitled.find("carbon_g"), 8, "carbon_h"));
  check_refused(results, "out pareto", "carbon_g");
}
