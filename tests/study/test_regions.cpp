#include <doctest/doctest.h>

#include <set>

#include "study/small_study.hpp"

// Studies of scenarios with regions.

using namespace cadis;
using test::SampleStudy;

namespace {

struct RegionStudy : SampleStudy {
  RegionStudy() {
    write("small.yaml",
          "cadis: 1\nname: small\nstart: 2023-06-01T00:00:00Z\nduration: 6 h\nepoch: 1 h\nseed: 7\n"
          "fidelity: fluid\nplatform: devices.yaml\nfamily: pair.yaml\n"
          "regions:\n  gb: {carbon: {climatology: GB-2023}, pue: 1.2, round_trip: 0 ms}\n"
          "  no: {carbon: {climatology: NO-2023}, round_trip: 30 ms}\n"
          "routing: {gb: 0.5, no: 0.5}\n"
          "fleet: [{device: big, region: gb}, {device: big, region: no}]\n"
          "arrivals: {process: poisson, rate_rps: 20}\npolicy: {name: static-small}\n");
  }
};

}  // namespace

TEST_CASE("a region's key, and the routing, are axes like any other, and make runs of their own") {
  const RegionStudy folder;
  const std::string axes =
      "axes:\n  regions.gb.pue: [1.1, 1.3]\n"
      "  routing: [{label: even, gb: 0.5, no: 0.5}, {label: north, gb: 0.1, no: 0.9}]\n";
  const Grid grid = folder.grid(axes + "references: none\n");
  REQUIRE(grid.cells == 4);
  std::set<std::string> keys;
  for (const RunKey& key : grid.keys) keys.insert(to_hex(key));
  CHECK(keys.size() == 4);
  CHECK(test::scenario_of(grid, 2).regions[0].pue == 1.3);
  CHECK(test::scenario_of(grid, 1).routing[1] == 0.9);
  REQUIRE(folder.run(axes + "references: none\n", "out").failed.empty());
  const auto runs = folder.table("out/runs.csv");
  CHECK(test::column(runs, "routing") ==
        std::vector<std::string>{"even", "north", "even", "north"});
  const auto grams = test::column(runs, "carbon_g");
  CHECK(std::stod(grams[1]) < std::stod(grams[0]));  // the north is cleaner
  CHECK(std::stod(grams[2]) > std::stod(grams[0]));
}

TEST_CASE("a study of regions is compared with all references but the oracle, which refuses them") {
  const RegionStudy folder;
  const std::string policies = "axes:\n  policy: [{name: static-large}, {name: heuristic}]\n";
  REQUIRE(folder.run(policies, "out").failed.empty());
  const auto references = test::column(folder.table("out/references.csv"), "policy");
  CHECK(references ==
        std::vector<std::string>{"static-small", "blind(heuristic)", "static-mix(heuristic)"});
  const auto comparisons = folder.table("out/comparisons.csv");
  CHECK(test::column(comparisons, "carbon_gap_to_oracle_pct")[1].empty());
  CHECK_FALSE(test::column(comparisons, "carbon_cut_vs_blind_pct")[1].empty());
  // Where regions vary, it is a reference of the cells that have one.
  const Grid grid =
      folder.grid(policies +
                  "cells:\n  both: {name: both}\n  one:\n    regions: {gb: {carbon: {climatology: "
                  "GB-2023}, round_trip: 0 ms}}\n    routing: {gb: 1}\n    fleet: [{device: big, "
                  "region: gb}]\n");
  std::size_t oracles = 0;
  for (const Run& run : grid.runs) oracles += grid.policies[run.policy].name == "oracle";
  CHECK(oracles == 1);
}
