#include <doctest/doctest.h>

#include "base/errors.hpp"
#include "refusal.hpp"
#include "study/small_study.hpp"

// The axes of a study: lists, ranges, keys that go together, named cells, exclusions.

using namespace cadis;
using test::SampleStudy;
using test::scenario_of;
using List = std::vector<std::string>;

namespace {

List titles_of(const SampleStudy& folder, const std::string& rest) {
  const Grid grid = folder.grid(rest);
  List list;
  for (std::size_t i = 0; i < grid.cells; ++i) {
    std::string line;
    for (const auto& title : titles(grid, grid.runs[i])) line += (line.empty() ? "" : " ") + title;
    list.push_back(line);
  }
  return list;
}

std::string complaint(const std::string& rest) {
  const SampleStudy folder;
  return test::refusal_of([&] { return folder.grid(rest); });
}

}  // namespace

TEST_CASE("a range has both its ends, in steps, in equal parts or in equal factors") {
  const SampleStudy folder;
  const std::string tail = ", unit: min}\nreferences: none\n";
  CHECK(titles_of(folder, "axes:\n  pue: {from: 1, to: 1.3, step: 0.1}\nreferences: none\n") ==
        List{"1", "1.1", "1.2", "1.3"});
  CHECK(titles_of(folder, "axes:\n  pue: {from: 1, to: 1.35, step: 0.1}\nreferences: none\n") ==
        List{"1", "1.1", "1.2", "1.3"});
  CHECK(titles_of(folder, "axes:\n  pue: {from: 1, to: 2, count: 5}\nreferences: none\n") ==
        List{"1", "1.25", "1.5", "1.75", "2"});
  CHECK(titles_of(folder,
                  "axes:\n  arrivals.rate_rps: {from: 0.1, to: 100, count: 4, spacing: log}\n"
                  "references: none\n") == List{"0.1", "1", "10", "100"});
  CHECK(titles_of(folder, "axes:\n  epoch: {from: 10, to: 30, step: 10" + tail) ==
        List{"10 min", "20 min", "30 min"});
  const Grid grid = folder.grid("axes:\n  epoch: {from: 10, to: 30, step: 10" + tail);
  CHECK(scenario_of(grid, 2).epoch == Seconds{1800});
}

TEST_CASE("a range that is no range is refused with its place") {
  for (const auto& [range, message] : std::vector<std::pair<std::string, std::string>>{
           {"{from: 2, to: 1, step: 1}", "expected more than `from`"},
           {"{from: 1, to: 2}", "expected `step` or `count`"},
           {"{from: 1, to: 2, step: 1, count: 2}", "expected `step` or `count`"},
           {"{from: 1, to: 2, step: 0}", "above 0"},
           {"{from: 1, to: 2, step: 1, spacing: log}", "log takes `count`"},
           {"{from: 1, to: 2, steps: 1}", "did you mean 'step'"},
           {"{from: 1, to: 2, step: 1e-9}", "at most 100000 values"}}) {
    CAPTURE(range);
    const std::string found = complaint("axes:\n  pue: " + range + "\n");
    CHECK_MESSAGE(found.find(message) != std::string::npos, found);
    CHECK(found.find("study.yaml:5:") != std::string::npos);
  }
}

TEST_CASE("zipped keys change together and have a column each") {
  const SampleStudy folder;
  const std::string rest =
      "axes:\n  policy: [{name: static-small}, {name: static-large}]\n"
      "zip:\n  - {carbon: [{climatology: GB-2023}, {constant_g_per_kwh: 50}], pue: [1.2, 1.1]}\n"
      "references: none\n";
  CHECK(titles_of(folder, rest) == List{"static-small GB-2023 1.2", "static-small 50 1.1",
                                        "static-large GB-2023 1.2", "static-large 50 1.1"});
  const Grid grid = folder.grid(rest);
  CHECK(scenario_of(grid, 3).pue == 1.1);
  CHECK(scenario_of(grid, 3).carbon.intensity(0) == GramsPerKwh{50});
  CHECK(grid.group_of(grid.runs[0]) == grid.group_of(grid.runs[2]));
  CHECK(grid.group_of(grid.runs[0]) != grid.group_of(grid.runs[1]));
  CHECK(complaint("zip:\n  - {pue: [1, 2], epoch: [1 h]}\n").find("as many values as pue has, 2") !=
        std::string::npos);
  CHECK(complaint("zip:\n  - {policy: [{name: static-small}], pue: [1]}\n")
            .find("make them an axis") != std::string::npos);
}

TEST_CASE("named cells set any keys, and a key is set by one axis only") {
  const SampleStudy folder;
  const std::string rest =
      "axes:\n  policy: [{name: static-small}, {name: static-large}]\n"
      "cells:\n  calm: {arrivals.rate_rps: 2, pue: 1.5}\n  busy: {arrivals.rate_rps: 90}\n"
      "references: none\n";
  CHECK(titles_of(folder, rest) ==
        List{"static-small calm", "static-small busy", "static-large calm", "static-large busy"});
  const Grid grid = folder.grid(rest);
  CHECK(scenario_of(grid, 2).pue == 1.5);
  CHECK(std::get<PoissonArrivals>(scenario_of(grid, 3).arrivals).rate_rps == 90);
  CHECK(
      complaint("axes:\n  pue: [1, 2]\ncells:\n  calm: {pue: 1.5}\n").find("two axes set 'pue'") !=
      std::string::npos);
  CHECK(complaint("cells:\n  calm: {}\n").find("expected scenario keys") != std::string::npos);
}

TEST_CASE("excluded cells are not there, nor are references that only they asked for") {
  const SampleStudy folder;
  const std::string axes =
      "axes:\n  policy: [{name: heuristic}, {name: static-large}]\n  pue: [1, 1.5]\n";
  CHECK(titles_of(folder, axes + "exclude: [{policy: heuristic, pue: 1.5}]\n") ==
        List{"heuristic 1", "static-large 1", "static-large 1.5"});
  // blind, static-mix and oracle of one cell; static-small of two groups
  CHECK(folder.grid(axes + "exclude: [{policy: heuristic, pue: 1.5}]\n").runs.size() == 3 + 3 + 2);
  CHECK(complaint(axes + "exclude: [{polcy: heuristic}]\n").find("did you mean 'policy'") !=
        std::string::npos);
  CHECK(complaint(axes + "exclude: [{pue: 2}]\n").find("no value '2' on this axis") !=
        std::string::npos);
  CHECK(complaint(axes + "exclude: [{pue: 1}, {pue: 1.5}]\n").find("every cell is excluded") !=
        std::string::npos);
}
