#include <doctest/doctest.h>

#include "trace/samples.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

ImportedTrace import_region(const std::string& zone, Repair repair = Repair::fail) {
  return import_sample("neso_regional.csv", {{"zone", zone}}, repair);
}

std::string region_refusal(const std::string& text, const Options& options = {}) {
  const TextFile file("n.csv", text);
  return problem(file.path(), {"auto", options, {}, Repair::fail});
}

}  // namespace

TEST_CASE("a region of NESO's file is chosen by its name, in either spelling, or by its number") {
  const auto trace = import_region("South West England");
  CHECK(rows(trace) == "2024-06-01T22:30:00Z +1800s: 201.000 202.000 203.000 204.000");
  const auto& stated = trace.provenance;
  CHECK(stated.format == "neso-regional");
  CHECK(stated.zone == "South West England");
  CHECK(stated.column == "forecast, chained (South West England)");
  CHECK(stated.accounting == "average");
  CHECK(stated.emissions == "direct");
  CHECK(stated.basis == "consumption (with imports and losses)");
  for (const char* name : {"11", "south west england", "South-West England"}) {
    CAPTURE(name);
    CHECK(import_region(name).provenance.zone == "South West England");
  }
  for (const char* name : {"North Wales and Merseyside", "North Wales & Merseyside", "6"}) {
    CAPTURE(name);
    CHECK(rows(import_region(name)) ==
          "2024-06-01T22:30:00Z +1800s: 150.000 151.000 152.000 153.000");
    CHECK(import_region(name).provenance.zone == "North Wales and Merseyside");
  }
  CHECK(problem(sample("neso_regional.csv"), {"auto", {}, {}, {}}) ==
        "F: holds 4 zones; choose one with --zone: North Scotland, North Wales and Merseyside, "
        "South West England, London");
  CHECK(problem(sample("neso_regional.csv"), {"auto", {{"zone", "Londn"}}, {}, {}})
            .find("F: has no zone 'Londn'; did you mean 'London'?") == 0);
  CHECK(problem(sample("neso_regional.csv"), {"auto", {{"zone", "Yorkshire"}}, {}, {}})
            .find("F: has no zone 'Yorkshire'") == 0);
}

TEST_CASE("a file of one region of NESO's needs no name, and is told to be taken as UTC") {
  const TextFile file("n.csv",
                      ",datetime,London\n0,2018-09-17T23:00:00,49.0\n1,2018-09-17T23:30:00,0.0\n");
  const auto trace = import_trace(file.path(), {}, formats::registry());
  CHECK(rows(trace) == "2018-09-17T23:00:00Z +1800s: 49.0000 0.00000");
  REQUIRE(trace.findings.size() == 1);
  CHECK(trace.findings[0].find(":2: datetime: states no time zone; taken as UTC") !=
        std::string::npos);
}

TEST_CASE("-1 in NESO's file is a missing value, and any other negative one is refused") {
  const auto refused = problem(sample("neso_regional.csv"), {"auto", {{"zone", "London"}}, {}, {}});
  CHECK(refused.find("F:3: London: -1 means that there is no value") == 0);
  CHECK(refused.find("1 of 4 steps have no value; choose --repair") != std::string::npos);
  const auto repaired = import_region("London", Repair::linear);
  CHECK(rows(repaired) == "2024-06-01T22:30:00Z +1800s: 90.0000 91.0000 92.0000 94.0000");
  CHECK(repaired.provenance.repaired_steps == 1);
  CHECK(region_refusal("datetime,London\n2024-06-01T22:30:00,5\n2024-06-01T23:00:00,-2\n")
            .find("F:3: London: expected a finite number of at least 0 g/kWh, got '-2'") == 0);
}

TEST_CASE("without a column of a region, or with two of one, NESO's file is refused") {
  const TextFile none("n.csv", "datetime,Paris\n2024-06-01T22:30:00,5\n");
  CHECK(problem(none.path(), {"neso-regional", {}, {}, {}}) ==
        "F:1: expected a column of a region, such as 'London', got none: datetime, Paris");
  CHECK(region_refusal("datetime,North Wales & Merseyside,North Wales and Merseyside\n"
                       "2024-06-01T22:30:00,5,5\n")
            .find("F:1: expected one column of 'North Wales and Merseyside', got several") == 0);
}

TEST_CASE(
    "all 14 regions of NESO's are known, by the numbers of its API, and told to choose from") {
  const std::vector<std::string> names{"North Scotland",
                                       "South Scotland",
                                       "North West England",
                                       "North East England",
                                       "Yorkshire",
                                       "North Wales and Merseyside",
                                       "South Wales",
                                       "West Midlands",
                                       "East Midlands",
                                       "East England",
                                       "South West England",
                                       "South England",
                                       "London",
                                       "South East England"};
  std::string titles = "datetime", values[2];
  std::string listed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    titles += "," + names[i];
    listed += (i == 0 ? "" : ", ") + names[i];
    for (int row = 0; row < 2; ++row) values[row] += "," + std::to_string(100 * (row + 1) + i);
  }
  const TextFile file("n.csv", titles + "\n2024-06-01T00:00:00" + values[0] +
                                   "\n2024-06-01T00:30:00" + values[1] + "\n");
  CHECK(problem(file.path(), {}) == "F: holds 14 zones; choose one with --zone: " + listed);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto trace = import_trace(
        file.path(), {"auto", {{"zone", std::to_string(i + 1)}}, {}, {}}, formats::registry());
    CHECK(trace.provenance.zone == names[i]);
    CHECK(trace.g_per_kwh.values[1] == 200.0 + static_cast<double>(i));
  }
}
