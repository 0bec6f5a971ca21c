#include <doctest/doctest.h>

#include "base/errors.hpp"
#include "refusal.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using test::SampleStudy;
using test::scenario_of;
using List = std::vector<std::string>;

namespace {

/// What expanding the study says is wrong, with the folder's path cut off.
std::string complaint_without_folder(const std::string& rest) {
  const SampleStudy folder;
  std::string text = test::refusal_of([&] { return folder.grid(rest); });
  const std::string path = folder.file("").string();
  for (auto at = text.find(path); at != std::string::npos; at = text.find(path))
    text.erase(at, path.size());
  return text;
}

}  // namespace

TEST_CASE("cells stand in the order of the file, the first axis slowest and the seeds fastest") {
  const SampleStudy folder;
  const auto grid = folder.grid(
      "axes:\n  arrivals.rate_rps: [5, 50]\n  policy: [{name: static-large}, {name: heuristic}]\n"
      "  carbon: [{climatology: GB-2023}, {constant_g_per_kwh: 100}]\nseeds: [3, 1]\n");
  REQUIRE(grid.cells == 16);
  List found;
  for (std::size_t i = 0; i < grid.cells; ++i) {
    const auto called = titles(grid, grid.runs[i]);
    found.push_back(called[0] + " " + called[1] + " " + called[2] + " " +
                    std::to_string(seed(grid, grid.runs[i]).value()));
  }
  List expected;
  for (const auto* rate : {"5 ", "50 "}) {
    for (const auto* policy : {"static-large ", "heuristic "}) {
      for (const auto* carbon : {"GB-2023 ", "100 "}) {
        for (const auto* seed : {"3", "1"})
          expected.push_back(std::string(rate) + policy + carbon + seed);
      }
    }
  }
  CHECK(found == expected);
}

TEST_CASE("a cell is the base scenario with its axes' values and its seed set") {
  const SampleStudy folder;
  const auto grid = folder.grid(
      "axes:\n  policy: [{name: heuristic, range: running}]\n  arrivals.rate_rps: [5, 50]\n  "
      "carbon: [{constant_g_per_kwh: 100}]\nseeds: [3]\n");
  const auto scenario = scenario_of(grid, 1);
  CHECK(scenario.seed == 3);
  CHECK(std::get<PoissonArrivals>(scenario.arrivals).rate_rps == 50);
  CHECK(scenario.carbon.intensity(0) == GramsPerKwh{100});
  CHECK(scenario.policy.name == "heuristic");
  CHECK(std::get<std::string>(scenario.policy.params.at("range")) == "running");
}

TEST_CASE(
    "an axis over a policy's key changes the policy and is not undone by the axis of policies") {
  const SampleStudy folder;
  const auto grid =
      folder.grid("axes:\n  policy.window: [2 h, 6 h]\n  policy: [{name: heuristic}]\n");
  REQUIRE(grid.cells == 2);
  const auto scenario = scenario_of(grid, 1);
  CHECK(std::get<Seconds>(scenario.policy.params.at("window")) == Seconds{6 * 3600.0});
}

TEST_CASE(
    "values are called by their label, name or only entry, and a label is no part of the value") {
  const SampleStudy folder;
  const auto grid = folder.grid(
      "axes:\n  policy: [{name: heuristic}, {name: heuristic, range: running, label: rule}]\n"
      "  carbon: [{climatology: GB-2023}, {climatology: GB-2023, seed: 9, label: ninth}]\n  pue: "
      "[1, 1.5]\n");
  List policies_called, carbons_called, pues_called;
  for (const auto& value : grid.study.axes[0].values) policies_called.push_back(value.titles[0]);
  for (const auto& value : grid.study.axes[1].values) carbons_called.push_back(value.titles[0]);
  for (const auto& value : grid.study.axes[2].values) pues_called.push_back(value.titles[0]);
  CHECK(policies_called == List{"heuristic", "rule"});
  CHECK(carbons_called == List{"GB-2023", "ninth"});
  CHECK(pues_called == List{"1", "1.5"});
  CHECK_NOTHROW((void)scenario_of(grid, 3));  // or `label` were an unknown key of carbon
}

TEST_CASE("two values of one name are refused with their place and the remedy") {
  CHECK(complaint_without_folder(
            "axes:\n  policy: [{name: heuristic}, {name: heuristic, range: running}]\n") ==
        "study.yaml:5:31: axes.policy: two values are called 'heuristic'; tell them apart with "
        "`label:` in a map");
  CHECK(complaint_without_folder(
            "axes:\n  policy: [{name: heuristic, label: a}, {name: oracle, accuracy_pct: 75, "
            "label: a}]\n")
            .find("two values are called 'a'") != std::string::npos);
  CHECK(complaint_without_folder("axes:\n  pue: [1, 1.5, 1]\n")
            .find("study.yaml:5:17: axes.pue: two values are called '1'") == 0);
}

TEST_CASE("a match that is no policy of the study is refused with its place and the nearest name") {
  const auto message = complaint_without_folder(
      "axes:\n  policy:\n    - {name: heuristic}\n    - {name: blind, match: heuristc}\n");
  CHECK(message.find("study.yaml:7:7: policy.match: ") == 0);
  CHECK(message.find("did you mean 'heuristic'?") != std::string::npos);
}

TEST_CASE(
    "a match names a label where there is one, one that is not itself matched, and only for a "
    "policy with a target") {
  const SampleStudy folder;
  const auto grid = folder.grid(
      "axes:\n  policy: [{name: heuristic, label: rule}, {name: blind, match: rule}]\n");
  CHECK(grid.runs[1].matched_to == 0);
  CHECK(complaint_without_folder(
            "axes:\n  policy: [{name: heuristic, label: rule}, {name: blind, match: heuristic}]\n")
            .find("no policy 'heuristic'") != std::string::npos);
  CHECK(complaint_without_folder(
            "axes:\n  policy: [{name: heuristic}, {name: blind, match: heuristic}, {name: "
            "oracle, match: blind}]\n")
            .find("'blind' is itself matched") != std::string::npos);
  CHECK(complaint_without_folder(
            "axes:\n  policy: [{name: heuristic}, {name: static-small, match: heuristic}]\n")
            .find("cannot be matched") != std::string::npos);
}

TEST_CASE("a match stays within its group: same rate, same carbon, same seed") {
  const SampleStudy folder;
  const auto grid = folder.grid(
      "axes:\n  policy: [{name: blind, match: heuristic}, {name: heuristic}]\n  arrivals.rate_rps: "
      "[5, 50]\n  carbon: [{climatology: GB-2023}, "
      "{climatology: CA-ON-2023}]\nseeds: [1, 2]\n");
  REQUIRE(grid.cells == 16);
  for (std::size_t i = 0; i < 8; ++i) {
    const auto& matched = grid.runs[grid.runs[i].matched_to];
    CHECK(grid.policies[matched.policy].label == "heuristic");
    CHECK(grid.group_of(matched) == grid.group_of(grid.runs[i]));
    CHECK(matched.seed == grid.runs[i].seed);
  }
}

TEST_CASE("a cell that cannot be read stops the study before any run, with every problem") {
  const auto message =
      complaint_without_folder("axes:\n  pue: [1, 0.5]\n  arrivals.rate_rps: [5, -5]\n");
  CHECK(message.find("pue: ") != std::string::npos);
  CHECK(message.find("arrivals.rate_rps: ") != std::string::npos);
}

TEST_CASE(
    "an axis over one key changes the section that another axis gives, in whatever order they "
    "stand") {
  for (const std::string axes :
       {"  arrivals.rate_rps: [5, 50]\n  arrivals: [{process: constant, rate_rps: 1}]\n",
        "  arrivals: [{process: constant, rate_rps: 1}]\n  arrivals.rate_rps: [5, 50]\n"}) {
    const SampleStudy folder;
    const auto grid =
        folder.grid("axes:\n" + axes + "  policy: [{name: static-large}]\nseeds: [1]\n");
    REQUIRE(grid.cells == 2);
    CHECK(std::get<ConstantArrivals>(scenario_of(grid, 0).arrivals).rate_rps == 5);
    CHECK(std::get<ConstantArrivals>(scenario_of(grid, 1).arrivals).rate_rps == 50);
  }
}

TEST_CASE(
    "a file that an axis names stands beside the study, one that the base names beside the base") {
  const SampleStudy folder;
  const std::string trace =
      "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,100\n2024-06-01T00:00:00Z,100\n";
  std::filesystem::create_directory(folder.file("apart"));
  folder.write("apart/trace.csv", trace);
  folder.write(
      "apart/study.yaml",
      "cadis: 1\nstudy: apart\nbase: ../small.yaml\naxes:\n  carbon: [{file: trace.csv}]\n");
  const auto grid = expand(read_study(folder.file("apart/study.yaml")), policies::registry());
  CHECK(scenario_of(grid, 0).carbon.intensity(0) == GramsPerKwh{100});
  folder.write("apart/study.yaml",
               "cadis: 1\nstudy: apart\nbase: ../small.yaml\naxes:\n  carbon.file: [trace.csv]\n");
  const auto by_key = expand(read_study(folder.file("apart/study.yaml")), policies::registry());
  CHECK(scenario_of(by_key, 0).carbon.intensity(0) == GramsPerKwh{100});
}
