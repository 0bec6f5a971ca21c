#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <regex>

#include "base/csv.hpp"
#include "cli/program.hpp"
#include "model/sample_documents.hpp"

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

namespace {

const std::string paper = CADIS_SOURCE_FOLDER "/experiments/paper/";

/// experiments/paper/readings.yaml in its smallest form: two days by the hour, an RTX 3090 with and
/// without idle power; and Cadis' own references, which its comparisons need.
struct SmallestReadings : sample::Folder {
  SmallestReadings() {
    fs::copy(paper + "readings", file("readings"));
    write("readings-scenario.yaml",
          changed(read_text(paper + "readings-scenario.yaml"), "duration: 30 d", "duration: 2 d"));
    std::string study = read_text(paper + "readings.yaml");
    study = changed(study, "references: none", "references: all");
    study = changed(study, "epoch: \\[30 min, 1 h\\]", "epoch: [1 h]");
    study = changed(study, "\n  (rtx4090|i9|macs|rtx3090 at-rest)[^\n]*", "");
    write("readings.yaml", study);
    write("newer.yaml",
          changed(changed(study, "\n  rtx3090 resident[^\n]*", ""), "\\{device: rtx3090\\}\\]",
                  "{device: rtx3090}], family: resnet-imagenet-newer"));
  }

  static std::string changed(const std::string& text, const std::string& from,
                             const std::string& to) {
    const std::string after = std::regex_replace(text, std::regex(from), to);
    REQUIRE(after != text);
    return after;
  }
  void study(const std::string& name) const {
    const auto outcome =
        run_program(file("."), "study " + name + ".yaml --quiet --out results-" + name);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
  }
  [[nodiscard]] Outcome readings(const std::string& study, const std::string& out) const {
    return run_command(file("."), "/usr/bin/python3 '" + paper + "readings.py'",
                       "--study results-" + study + " --out " + out);
  }
};

/// Rows of a table whose columns have these values.
std::vector<std::size_t> rows_with(const CsvTable& table,
                                   const std::map<std::string, std::string>& wanted) {
  std::vector<std::size_t> found;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    bool is_wanted = true;
    for (const auto& [title, value] : wanted)
      is_wanted = is_wanted && table.cell(row, table.required_column(title)) == value;
    if (is_wanted) found.push_back(row);
  }
  return found;
}

/// The readings under one table of accuracies against ResNet-152 say what Cadis compares: returns
/// how many were held against it.
int check_against(const CsvTable& readings, const CsvTable& compared,
                  const std::string& accuracies) {
  // Ours, Cadis' and the size of the numbers that they are differences of.
  const std::vector<std::tuple<std::string, std::string, double>> figures{
      {"accuracy_pct", "accuracy_served_pct", 0},
      {"carbon_g", "carbon_g", 0},
      {"cee_pct_per_g", "cee_pct_per_g", 0},
      {"gain_pct", "cee_gain_vs_static_large_pct", 100},
      {"gain_vs_blind_pct", "cee_gain_vs_blind_pct", 100}};
  int checked = 0;
  for (const auto row :
       rows_with(readings, {{"accuracies", accuracies}, {"baseline", "resnet152"}})) {
    const auto of = [&](const std::string& title) {
      return readings.cell(row, readings.required_column(title));
    };
    const std::string policy = of("sign") + " " + of("range") + " " + of("rounding");
    const std::string pool = std::string(of("models") == "5" ? "[resnet18, " : "[") +
                             "resnet34, resnet50, resnet101, resnet152]";
    const auto rows =
        rows_with(compared, {{"named_cell", "rtx3090 none"}, {"pool", pool}, {"policy", policy}});
    REQUIRE(rows.size() == 1);
    for (const auto& [ours, cadis, size] : figures) {
      INFO(policy, " ", pool, ": ", ours);
      const double a = std::stod(of(ours));
      const double b = std::stod(compared.cell(rows.front(), compared.required_column(cadis)));
      CHECK(std::abs(a - b) <= 1e-9 * std::max({std::abs(a), std::abs(b), size}));
    }
    ++checked;
  }
  return checked;
}

}  // namespace

TEST_CASE(
    "readings.py says what Cadis compares, of accuracies that no run had, too, and twice the "
    "same") {
  const SmallestReadings small;
  for (const char* name : {"readings", "newer"}) small.study(name);
  for (const char* out : {"first", "second"}) {
    const auto outcome = small.readings("readings", out);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    CHECK(outcome.err.empty());
  }
  const auto readings = CsvTable::read(small.file("first/readings.csv"));
  const auto own = CsvTable::read(small.file("results-readings/comparisons.csv"));
  // 2 pools of 2 signs, 4 ranges and 3 roundings each, but for rules that never leave the smallest.
  CHECK(check_against(readings, own, "torchvision-v1") > 40);
  const auto newer = CsvTable::read(small.file("results-newer/comparisons.csv"));
  CHECK(check_against(readings, newer, "timm-a1") > 40);
  CHECK(rows_with(readings, {{"accuracies", "he-multi-scale"}, {"models", "5"}}).empty());

  const auto idle = CsvTable::read(small.file("first/idle.csv"));
  REQUIRE(idle.rows() == 1);
  for (const char* title : {"moves_gain", "moves_gain_vs_blind"})
    CHECK(std::stod(idle.cell(0, idle.required_column(title))) < 1e-6);

  const auto names = names_in(small.file("first"));
  CHECK(names == std::vector<std::string>{"idle.csv", "readings-tables.md", "readings.csv",
                                          "readings.md", "readings.pdf", "readings.png",
                                          "readings.svg"});
  for (const auto& name : names) {
    INFO(name);
    const auto bytes = sample::bytes_of(small.file("first") / name);
    CHECK((bytes == sample::bytes_of(small.file("second") / name)));
    if (name.starts_with("readings.") && !name.ends_with("v") && !name.ends_with("md"))
      CHECK(bytes.size() > 20'000);  // more than an empty picture
    if (name.ends_with("png") || name.ends_with("svg")) CHECK(bytes.size() < 500'000);
  }
  const auto piece = read_text(small.file("first/readings.md"));
  CHECK(piece.find("All " + std::to_string(readings.rows()) + "\ncombinations") !=
        std::string::npos);
}

TEST_CASE(
    "readings.py refuses what is no study of the readings, and requests that wait: exit code 2") {
  const SmallestReadings small;
  const auto check = [&](const std::string& said) {
    const auto outcome = small.readings("study", "out");
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.err.starts_with("readings.py: "));
    CHECK(outcome.err.find(said) != std::string::npos);
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
  };
  check("results-study/runs.csv");
  const std::string header =
      "pool,epoch,axis_policy,named_cell,scenario,policy,seed,arrivals,served,dropped,queued,"
      "accuracy_served_pct,carbon_g,peeks,mix,cell\n";
  fs::create_directory(small.file("results-study"));
  small.write("results-study/runs.csv",
              "axis_policy,scenario,policy,seed,arrivals,served,dropped,queued,"
              "accuracy_served_pct,carbon_g,peeks,mix,cell\n"
              "a,b,a,1,9,9,0,0,70,1,false,resnet18:1,c\n");
  check("no column 'named_cell'; expected the study readings.yaml");
  const std::string row = "[resnet18],1 h,resnet18,rtx3090 none,s,resnet18,1,9,8,0,";
  small.write("results-study/runs.csv", header + row + "1,70,1,false,resnet18:1,c\n");
  check("give the fleet more devices");
  small.write("results-study/runs.csv", header + row + "0,70,1,false,resnet18:0.5,c\n");
  check("expected shares that sum to 1");
}

TEST_CASE("shares of the variance are those known of a made-up factorial") {
  const sample::Folder folder;
  // y = a + 2 b + 3 a b: variances of 1, 4 and 9; c does nothing.
  folder.write("known.py", R"(
import itertools
import sys
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/paper"]
sys.dont_write_bytecode = True
import pandas as pd
import factorial
from plots import specification

axes = ["a", "b", "c"]
table = pd.DataFrame(itertools.product((-1, 1), (-1, 1), "xyz"), columns=axes)
table["y"] = table["a"] + 2 * table["b"] + 3 * table["a"] * table["b"]
table = table.sample(frac=1, random_state=1)
found = factorial.effects(table, axes, "y")
for axis, main, total in (("a", 1, 10), ("b", 4, 13), ("c", 0, 0)):
    assert abs(found.main_pct[axis] - 100 * main / 14) < 1e-9, found
    assert abs(found.total_pct[axis] - 100 * total / 14) < 1e-9, found

assert len(factorial.balanced(table, axes)) == 12
holed = table[(table["a"] == 1) | (table["c"] != "z")]  # z meets one of two choices
kept = factorial.balanced(holed, axes)
assert len(kept) == 8 and set(kept["c"]) == {"x", "y"}, kept
for broken in (table.iloc[1:], pd.concat([table, table.iloc[:1]])):
    try:
        factorial.effects(broken, axes, "y")
    except factorial.NotFactorial:
        continue
    raise AssertionError("taken for a full factorial")

chosen = pd.Series([True] * 5 + [False] * 12)  # 17 readings in two bins: 8.5 each
assert abs(specification.binned(chosen) - [5 / 8.5, 0]).max() < 1e-12
)");
  const auto outcome = run_command(folder.file("."), "/usr/bin/python3",
                                   "known.py '" CADIS_SOURCE_FOLDER "/experiments'");
  INFO(outcome.err);
  CHECK(outcome.code == 0);
}
