#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

#include "base/errors.hpp"
#include "cli/aligned_figures.hpp"
#include "cli/program.hpp"
#include "cli/results_table.hpp"
#include "cli/text_table.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

/// Two grids of three policies; the fixed mix beats the rule on one, and shows nothing on the
/// other.
const std::string comparisons =
    "carbon,pue,policy,peeks,seeds,served_pct,accuracy_served_pct,carbon_g,"
    "cee_gain_vs_static_large_pct,cee_gain_vs_static_large_pct_lo,cee_gain_vs_static_large_pct_hi,"
    "carbon_cut_vs_static_mix_pct,carbon_cut_vs_static_mix_pct_lo,carbon_cut_vs_static_mix_pct_hi,"
    "verdict_vs_static_mix,verdict_vs_blind\n"
    "GB,1.2,static-large,false,5,100,78.312,37656.2,0,0,0,,,,,\n"
    "GB,1.2,heuristic,false,5,100,76.17,17169.1,105.19,90,120.38,-3.8,-5,-2.6,worse,better\n"
    "GB,1.2,static-mix,false,5,100,76.17,16540,122.9,122.9,122.9,,,,,\n"
    "NO,1.2,static-large,false,5,100,78.312,931.25,0,0,0,,,,,\n"
    "NO,1.2,heuristic,false,5,100,77.43,369,67.2,23.4,111,14.2,-0.8,29.2,no difference "
    "shown,better\n"
    "NO,1.2,static-mix,false,5,100,77.43,430,31.1,31.1,31.1,,,,,\n";

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string message_of(const SampleStudy& folder, const TableView& view) {
  try {
    return results_table(folder.file("."), view);
  } catch (const ConfigError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("figures of a column share their decimals and stand below each other's points") {
  const auto texts = aligned_figures({ShownFigure{105.19, 15.19},
                                      {},
                                      ShownFigure{-3.8, 1.2},
                                      ShownFigure{-1e-9},
                                      ShownFigure{0, 0}});
  CHECK(texts ==
        std::vector<std::string>{"105.2 ± 15.2", "", " -3.8 ±  1.2", "  0.0", "  0.0 ±  0.0"});
  CHECK(aligned_figures({ShownFigure{1.5e7, 2e6}}) ==
        std::vector<std::string>{"15000000 ± 2000000"});
  CHECK(aligned_figures({ShownFigure{3.2e-7, 1e-9}}) ==
        std::vector<std::string>{"0.000000 ± 0.000000"});
  CHECK(aligned_figures({}).empty());
}

TEST_CASE("the table has the best first, groups apart and what is the same everywhere above it") {
  const SampleStudy folder;
  folder.write("comparisons.csv", comparisons);
  const auto lines = lines_of(results_table(folder.file(".")));
  REQUIRE(lines.size() == 9);
  CHECK(lines[0] == "pue: 1.2");
  CHECK(lines[1].starts_with("carbon  policy        accuracy %  g CO2e  cut vs fixed mix %"));
  CHECK(lines[1].find("served %") == std::string::npos);  // 100 in every row
  CHECK(lines[2].starts_with("GB      static-mix    76.17       16540"));
  CHECK(lines[3].starts_with("GB      heuristic     76.17       17169   -3.80 ±  1.20"));
  CHECK(lines[3].find("worse") < lines[3].find("better"));  // the fixed mix goes before blind
  CHECK(lines[4].starts_with("GB      static-large  78.31       37656"));
  CHECK(lines[5].empty());
  CHECK(lines[6].starts_with("NO      heuristic     77.43         369   14.20 ± 15.00"));
  for (const auto& line : lines) CHECK_FALSE(line.ends_with(' '));
}

TEST_CASE("a narrow terminal loses the columns that matter least, and never axes and verdict") {
  const SampleStudy folder;
  folder.write("comparisons.csv", comparisons);
  std::size_t before = 1000;
  for (const std::size_t width : {200, 120, 100, 80, 60, 45}) {
    CAPTURE(width);
    const std::string text = results_table(folder.file("."), {{}, {}, {}, width});
    const auto lines = lines_of(text);
    std::size_t widest = 0;
    for (const auto& line : lines) widest = std::max(widest, text_table_width({{line}}));
    CHECK(widest <= width);
    CHECK(widest <= before);
    before = widest;
    CHECK(lines[1].find("vs fixed mix") != std::string::npos);
    CHECK(text.find("no difference shown") != std::string::npos);
  }
}

TEST_CASE("rows, order and columns are chosen, and a wrong choice is answered with what is there") {
  const SampleStudy folder;
  folder.write("comparisons.csv", comparisons);
  TableView view;
  view.where = {{"carbon", "NO"}, {"peeks", "false"}};
  view.sort = "carbon_g";
  view.columns = {"carbon_g", "seeds"};
  CHECK(results_table(folder.file("."), view) ==
        "carbon: NO\npue: 1.2\npolicy        carbon_g  seeds\nheuristic     369.0     5\n"
        "static-mix    430.0     5\nstatic-large  931.2     5\n");
  view.sort = "-policy";
  CHECK(lines_of(results_table(folder.file("."), view))[3].starts_with("static-mix"));
  CHECK(message_of(folder, {{{"carbon", "GBR"}}})
            .find("no row has 'GBR' in the column carbon; did "
                  "you mean 'GB'?") != std::string::npos);
  CHECK(message_of(folder, {{{"grid", "GB"}}}).find("has no column 'grid'") != std::string::npos);
  CHECK(message_of(folder, {{}, "grams"}).find("has no column 'grams'") != std::string::npos);
  CHECK(message_of(folder, {{}, "", {"co2"}}).find("has no column 'co2'") != std::string::npos);
}

TEST_CASE("colour marks what a verdict says, first that against the fixed mix") {
  const SampleStudy folder;
  folder.write("comparisons.csv", comparisons);
  TableView view;
  view.has_colour = true;
  const auto lines = lines_of(results_table(folder.file("."), view));
  CHECK(lines[3].starts_with("\033[31mGB      heuristic"));
  CHECK(lines[6].starts_with("NO"));  // no difference shown
}

TEST_CASE("cadis show prints a study's table and a run's totals again") {
  const SampleStudy folder;
  folder.write("comparisons.csv", comparisons);
  const auto shown =
      run_program(folder.file("."), "show . --where carbon=GB --columns carbon_g --sort policy");
  CHECK(shown.code == 0);
  CHECK(shown.out ==
        "carbon: GB\npue: 1.2\npolicy        carbon_g\nheuristic     17169\nstatic-large  37656\n"
        "static-mix    16540\n");
  REQUIRE(run_program(folder.file("."), "run small.yaml --out run").code == 0);
  const auto run = run_program(folder.file("."), "show run");
  CHECK(run.out.find("accuracy_served_pct  ") != std::string::npos);
  CHECK(run_program(folder.file("."), "show run --sort policy").code == 2);
  CHECK(run_program(folder.file("."), "show . --where carbon").code == 2);
  const auto nothing = run_program(folder.file("."), "show nowhere");
  CHECK(nothing.code == 2);
  CHECK(nothing.err.find("holds neither comparisons.csv") != std::string::npos);
}

TEST_CASE("docs/reading-results.md lists what the table shows, and in what order columns go") {
  const std::string page =
      read_text(std::filesystem::path(CADIS_SOURCE_FOLDER) / "docs" / "reading-results.md");
  const std::regex row(R"(\| ([^|`]+) \| `(\w+)`[^|]* \| (\d+|never) \|)");
  std::vector<std::string> titles;
  std::map<int, std::string> by_turn;
  std::string header = "carbon,policy", cells = "GB,heuristic";
  for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at) {
    titles.push_back((*at)[1]);
    if ((*at)[3] != "never") by_turn[std::stoi((*at)[3])] = (*at)[1];
    header += "," + std::string((*at)[2]);
    cells += std::string((*at)[2]).starts_with("verdict_") ? ",no difference shown" : ",12.5";
  }
  REQUIRE(titles.size() == 11);
  REQUIRE(by_turn.size() == 10);
  const SampleStudy folder;
  folder.write("comparisons.csv", header + "\n" + cells + "\n" + "NO" + cells.substr(2) + "\n");
  const auto shown_at = [&](std::size_t width) {
    return lines_of(results_table(folder.file("."), {{}, {}, {}, width}))[0];
  };
  std::string line = shown_at(0);
  for (const auto& title : titles) CHECK_MESSAGE(line.find(title) != std::string::npos, title);
  int turn = 1;
  for (std::size_t width = line.size(); width > 0 && turn <= 10; --width) {
    const std::string narrower = shown_at(width);
    for (; turn <= 10 && narrower.find("  " + by_turn[turn]) == std::string::npos; ++turn) {
    }
    for (int later = turn; later <= 10; ++later)
      CHECK_MESSAGE(narrower.find("  " + by_turn[later]) != std::string::npos, by_turn[later]);
  }
  CHECK(turn == 11);
}
