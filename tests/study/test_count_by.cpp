#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "study/small_study.hpp"

// Studies that count by further signals: the columns, and what the store carries for them.

using namespace cadis;
using test::column;
using test::SampleStudy;
using List = std::vector<std::string>;

namespace {

struct CountedStudy : SampleStudy {
  explicit CountedStudy(const std::string& count_by = "{same: {climatology: GB-2023}}",
                        const std::string& duration = "12 h") {
    std::string text = test::small_base + "count_by: " + count_by + "\n";
    write("small.yaml", text.replace(text.find("12 h"), 4, duration));
  }
};

const std::string policies_axis =
    "  policy: [{name: static-large}, {name: heuristic, range: running}]\n";

/// Every column of a table that says the same of `same` as another says of `carbon`.
std::size_t check_same_columns(const CsvTable& table) {
  std::size_t count = 0;
  for (const std::string& title : table.header()) {
    const auto at = title.find("_same");
    if (at == std::string::npos) continue;
    CAPTURE(title);
    std::string plain = title;
    plain.erase(at, 5);
    CHECK(column(table, title) == column(table, plain));
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a study counted by the signal that policies see says everything twice, to the byte") {
  const CountedStudy folder;
  const StudyOptions epochs{1, true, {}};
  REQUIRE(
      folder.run("axes:\n" + policies_axis + "seeds: [1, 2, 3]\n", "out", epochs).failed.empty());
  CHECK(check_same_columns(folder.table("out/runs.csv")) == 1);
  CHECK(check_same_columns(folder.table("out/references.csv")) == 1);
  const auto comparisons = folder.table("out/comparisons.csv");
  CHECK(check_same_columns(comparisons) == 1 + 3 * 6);
  for (const char* title :
       {"cee_same_pct_per_g", "cee_same_gain_vs_static_large_pct", "cee_same_gain_vs_blind_pct",
        "carbon_same_cut_vs_blind_pct", "carbon_same_cut_vs_static_mix_pct",
        "carbon_same_cut_vs_static_large_pct"}) {
    for (const char* ending : {"", "_lo", "_hi"}) {
      CAPTURE(title);
      CAPTURE(ending);
      CHECK_FALSE(column(comparisons, title + std::string(ending))[1].empty());
    }
  }
  const auto cell = column(folder.table("out/runs.csv"), "cell")[0];
  CHECK(check_same_columns(folder.table("out/cells/" + cell + "/epochs.csv")) == 1);
}

TEST_CASE("intervals over the days of one long run are those of carbon, by the same signal") {
  const CountedStudy folder("{same: {climatology: GB-2023}}", "15 d");
  REQUIRE(folder.run("axes:\n" + policies_axis, "out").failed.empty());
  const auto comparisons = folder.table("out/comparisons.csv");
  CHECK(column(comparisons, "interval_over")[1] == "days");
  CHECK_FALSE(column(comparisons, "carbon_same_cut_vs_blind_pct_lo")[1].empty());
  CHECK(check_same_columns(comparisons) == 1 + 3 * 6);
}

TEST_CASE("controls are matched by what policies see, whatever the joules are counted by") {
  // By a signal that is high when the grid is low the heuristic serves the large variant at the
  // worst time, so it emits more than the blind mix; by one that is flat, neither more nor less.
  const CountedStudy folder(
      "{upside-down: {file: upside-down.csv}, flat: {constant_g_per_kwh: 70}}");
  std::string grid = "timestamp_utc,g_per_kwh\n", upside_down = grid;
  for (int hour = 0; hour < 12; ++hour) {
    const std::string at =
        std::string("2023-06-01T") + (hour < 10 ? "0" : "") + std::to_string(hour) + ":00:00Z,";
    const int g_per_kwh = hour % 3 == 0 ? 300 : 100;
    grid += at + std::to_string(g_per_kwh) + "\n";
    upside_down += at + std::to_string(400 - g_per_kwh) + "\n";
  }
  folder.write("grid.csv", grid);
  folder.write("upside-down.csv", upside_down);
  REQUIRE(
      folder.run("axes:\n  carbon: [{file: grid.csv}]\n" + policies_axis, "out").failed.empty());
  const auto comparisons = folder.table("out/comparisons.csv");
  const auto number = [&](const char* title) { return std::stod(column(comparisons, title)[1]); };
  CHECK(number("carbon_cut_vs_blind_pct") > 1);
  CHECK(number("carbon_upside-down_cut_vs_blind_pct") < -1);
  CHECK(number("carbon_flat_cut_vs_blind_pct") == doctest::Approx(0).epsilon(1e-9));
  const auto runs = folder.table("out/runs.csv");
  for (std::size_t row = 0; row < runs.rows(); ++row) {
    CHECK(std::stod(column(runs, "carbon_flat_g")[row]) ==
          doctest::Approx(std::stod(column(runs, "energy_j")[row]) * 70 / 3.6e6).epsilon(1e-12));
  }
}

TEST_CASE("cells counted by different signals share a table: a cell is empty where it has none") {
  const SampleStudy folder;
  const std::string axes =
      "axes:\n  count_by:\n    - {label: one, b: {climatology: GB-2023}}\n"
      "    - {label: two, a: {constant_g_per_kwh: 3}, b: {constant_g_per_kwh: 5}}\n" +
      policies_axis;
  REQUIRE(folder.run(axes, "out").failed.empty());
  const auto runs = folder.table("out/runs.csv");
  CHECK(column(runs, "count_by") == List{"one", "one", "two", "two"});
  const auto a = column(runs, "carbon_a_g"), b = column(runs, "carbon_b_g");
  CHECK((a[0].empty() && a[1].empty() && !a[2].empty() && !a[3].empty()));
  CHECK(std::none_of(b.begin(), b.end(), [](const std::string& cell) { return cell.empty(); }));
  CHECK(b[0] == column(runs, "carbon_g")[0]);
  const auto comparisons = folder.table("out/comparisons.csv");
  const auto gain = column(comparisons, "cee_a_gain_vs_blind_pct");
  CHECK((gain[1].empty() && !gain[3].empty()));
  CHECK(column(comparisons, "carbon_b_cut_vs_blind_pct")[1] ==
        column(comparisons, "carbon_cut_vs_blind_pct")[1]);
  // A study that turns it on and off in its cells.
  const std::string cells =
      "cells:\n  plain: {epoch: 1 h}\n  counted: {epoch: 1 h, count_by.a.constant_g_per_kwh: 3}\n";
  REQUIRE(folder.run(cells, "cells").failed.empty());
  const auto some = column(folder.table("cells/runs.csv"), "carbon_a_g");
  REQUIRE(some.size() == 2);
  CHECK((some[0].empty() && !some[1].empty()));
}

TEST_CASE("shards whose cells are counted by different signals join to the study run as one") {
  const SampleStudy folder;
  const std::string study =
      "axes:\n  count_by:\n    - {label: one, b: {climatology: GB-2023}}\n"
      "    - {label: two, a: {constant_g_per_kwh: 3}}\nreferences: none\n";
  folder.run(study, "whole");
  const auto file = folder.study(study);
  for (const std::size_t number : {1, 2}) {
    const Shard shard{number, 2};
    const Grid grid = expand(file, policies::registry(), 1, shard);
    REQUIRE(grid.cells == 1);
    REQUIRE(grid.counted.size() == 1);
    StudyFolder part(folder.file("parts"), StudyFolder::Start::fresh, shard);
    run_study(grid, policies::registry(), folder.file("parts"), part.store(), {},
              [](const StudyProgress&) {});
  }
  REQUIRE(merge_shards(folder.file("parts")) == 0);
  for (const std::string table : {"runs.csv", "comparisons.csv"}) {
    const std::string text = read_text(folder.file("whole/" + table));
    CHECK(text.find("carbon_b_g") != std::string::npos);
    CHECK(read_text(folder.file("parts/" + table)) == text);
  }
}

TEST_CASE("a study that is resumed, or run by more processes, has the same counted grams") {
  const CountedStudy folder("{a: {climatology: GB-2023-direct, step: 5 min}}");
  const std::string study = "axes:\n" + policies_axis + "seeds: [1, 2]\n";
  folder.run(study, "one");
  folder.run(study, "three", {3, false, {}});
  folder.run("axes:\n  policy: [{name: static-large}]\nseeds: [1]\n", "grown");
  const auto outcome = folder.run(study, "grown", {}, StudyFolder::Start::resume);
  CHECK(outcome.progress.kept >= 1);
  for (const std::string table : {"runs.csv", "references.csv", "comparisons.csv"}) {
    const std::string text = read_text(folder.file("one/" + table));
    CHECK(text.find("carbon_a_g") != std::string::npos);
    CHECK(read_text(folder.file("three/" + table)) == text);
    CHECK(read_text(folder.file("grown/" + table)) == text);
  }
}

TEST_CASE("what a run is counted by is part of what it is: its key") {
  const SampleStudy folder;
  const Grid grid = folder.grid(
      "axes:\n  count_by: [{label: x, a: {constant_g_per_kwh: 3}}, {label: y, a: "
      "{constant_g_per_kwh: 4}}, {label: z, b: {constant_g_per_kwh: 3}}]\nreferences: none\n");
  CHECK(std::set<RunKey>(grid.keys.begin(), grid.keys.end()).size() == 3);
}

TEST_CASE("a signal's name that counts direct here and life-cycle there is refused, unless meant") {
  const SampleStudy folder;
  const std::string axes =
      "axes:\n  count_by: [{label: x, a: {climatology: GB-2023}}, "
      "{label: y, a: {climatology: GB-2023-direct}}]\n";
  CHECK_THROWS_WITH_AS(static_cast<void>(folder.grid(axes)),
                       doctest::Contains("count_by.a: mixes direct"), ConfigError);
  CHECK(folder.grid(axes + "allow: [mixed-accounting]\n").cells == 2);
  // Under two names they are two columns.
  CHECK(folder
            .grid("axes:\n  count_by: [{label: x, a: {climatology: GB-2023}}, "
                  "{label: y, b: {climatology: GB-2023-direct}}]\n")
            .cells == 2);
}

TEST_CASE("no name of a signal gives a table two columns of one title") {
  const CountedStudy folder(
      "{g: {constant_g_per_kwh: 1}, pct: {constant_g_per_kwh: 1}, cut: {constant_g_per_kwh: 1}, "
      "gap_to_oracle: {constant_g_per_kwh: 1}, cut_vs_blind_pct: {constant_g_per_kwh: 1}, "
      "gain: {constant_g_per_kwh: 1}, pct_per: {constant_g_per_kwh: 1}, label-: "
      "{constant_g_per_kwh: 1}, carbon: {constant_g_per_kwh: 1}}");
  REQUIRE(folder.run("axes:\n" + policies_axis, "out").failed.empty());
  for (const std::string table : {"runs.csv", "references.csv", "comparisons.csv"}) {
    const auto header = folder.table("out/" + table).header();
    CHECK(std::set<std::string>(header.begin(), header.end()).size() == header.size());
    CHECK(std::find(header.begin(), header.end(), "carbon_carbon_g") != header.end());
  }
}
