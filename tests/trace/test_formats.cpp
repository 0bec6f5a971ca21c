#include <doctest/doctest.h>

#include "trace/samples.hpp"

using namespace cadis;
using namespace cadis::test;

TEST_CASE("an Electricity Maps file gives either kind of emission, of one of its zones") {
  const auto direct = import_sample("electricitymaps_2023.csv", {{"column", "direct"}});
  CHECK(rows(direct) == "2023-01-01T00:00:00Z +3600s: 10.5000 0.00000 12.0000");
  CHECK(direct.provenance.emissions == "direct");
  CHECK(direct.provenance.zone == "XX");
  REQUIRE(direct.findings.size() == 1);
  CHECK(direct.findings[0].find(":3: ") != std::string::npos);
  CHECK(direct.findings[0].find("estimated") != std::string::npos);
  const auto lifecycle =
      import_sample("electricitymaps_2025.csv", {{"column", "lifecycle"}, {"zone", "yy"}});
  CHECK(rows(lifecycle) == "2025-01-01T00:00:00Z +3600s: 300.000 301.000");
  const auto file = sample("electricitymaps_2025.csv");
  CHECK(problem(file, {"auto", {{"column", "direct"}}, {}, {}}).find("--zone: XX, YY") !=
        std::string::npos);
  CHECK(problem(file, {"auto", {{"column", "direct"}, {"zone", "ZZ"}}, {}, {}})
            .find("has no zone 'ZZ'") != std::string::npos);
}

TEST_CASE("NESO's JSON is read in its three shapes, and 0 and null of `actual` have no value") {
  const auto actual = import_sample("neso_national.json", {{"column", "actual"}}, Repair::hold);
  CHECK(rows(actual) == "2024-01-15T00:00:00Z +1800s: 239.000 239.000 239.000 242.000");
  CHECK(actual.provenance.repaired_steps == 2);
  const auto text = problem(sample("neso_national.json"), {"auto", {{"column", "actual"}}, {}, {}});
  CHECK(text.find("F:4: actual: 0 means that there is no value") != std::string::npos);
  CHECK(text.find("2 of 4 steps have no value") != std::string::npos);
  const auto region = import_sample("neso_region.json", {{"column", "forecast"}});
  CHECK(rows(region) == "2024-01-15T00:00:00Z +1800s: 45.0000 50.0000");
  CHECK(region.provenance.zone == "North West England");
  const auto london =
      import_sample("neso_all_regions.json", {{"column", "forecast"}, {"zone", "London"}});
  CHECK(rows(london) == "2024-01-15T00:00:00Z +1800s: 205.000 206.000");
}

TEST_CASE("NESO's flattened CSV has its gap, its zero and its empty cell counted") {
  const auto text = problem(sample("neso_flat.csv"), {"auto", {{"column", "actual"}}, {}, {}});
  CHECK(text.find("F:3: actual: 0 means") != std::string::npos);
  CHECK(text.find("F:4: actual: no value: 2023-01-01T01:30:00Z") != std::string::npos);
  CHECK(text.find("F:4: from: gap: no row from 2023-01-01T01:00:00Z to 2023-01-01T01:30:00Z") !=
        std::string::npos);
  CHECK(text.find("3 of 5 steps") != std::string::npos);
  const auto linear = import_sample("neso_flat.csv", {{"column", "actual"}}, Repair::linear);
  CHECK(rows(linear) == "2023-01-01T00:00:00Z +1800s: 72.0000 71.5000 71.0000 70.5000 70.0000");
}

TEST_CASE("WattTime's pounds become grams, and its figures are labelled marginal") {
  for (const char* name : {"watttime.json", "watttime.csv"}) {
    const auto trace = import_sample(name);
    CHECK(rows(trace) == "2022-07-15T00:00:00Z +300s: 453.592 226.796");
    CHECK(trace.provenance.accounting == "marginal");
    CHECK(trace.provenance.conversion == "times 0.45359237");
  }
  CHECK(import_sample("watttime.json").provenance.zone == "NOWHERE_NORTH");
}

TEST_CASE("EIA-930 balances become intensities: commas, negative hydro, end of hour but for PJM") {
  const Options factors{{"factors", "ipcc-ar5-lifecycle"}};
  const auto with = [&](Options more) {
    more.insert(factors.begin(), factors.end());
    return more;
  };
  const auto aec = import_sample("eia930_2020.csv", with({{"zone", "AEC"}}));
  // (1000 x 820 + 3000 x 490) / 4000 and (100 x 490 + 100 x 24) / 200
  CHECK(rows(aec) == "2020-07-01T11:00:00Z +3600s: 572.500 257.000");
  REQUIRE(aec.findings.size() == 1);
  CHECK(aec.findings[0].find("below 0, taken as 0: -5") != std::string::npos);
  const auto adjusted = problem(sample("eia930_2020.csv"),
                                {"auto", with({{"zone", "AEC"}, {"column", "adjusted"}}), {}, {}});
  CHECK(adjusted.find("F:2: not every fuel has a value") == 0);  // hydro, which row 4 has
  CHECK(rows(import_sample("eia930_2020.csv", with({{"zone", "PJM"}}))) ==
        "2020-07-01T12:00:00Z +3600s: 655.000 820.000");
  // since July 2024, storage stands apart and is left out
  CHECK(rows(import_sample("eia930_2024.csv", factors)) ==
        "2025-01-01T08:00:00Z +3600s: 257.000 373.500");
}

TEST_CASE("EIA's fuel mix: labels move to the hour's start by zone, bogus zeros are told") {
  const auto text = problem(sample("eia_fuelmix.csv"), {"auto", {{"zone", "ERCO"}}, {}, {}});
  CHECK(text.find("F:3: coal, gas and nuclear are all reported as 0") != std::string::npos);
  CHECK(text.find("F:4: avg_CI: no value: 2022-01-01T02:00:00Z") != std::string::npos);
  const auto start = [](const char* zone) {
    return format_utc(
        import_sample("eia_fuelmix.csv", {{"zone", zone}}, Repair::hold).g_per_kwh.start);
  };
  CHECK(start("ERCO") == "2022-01-01T00:00:00Z");
  CHECK(start("PJM") == "2022-01-01T01:00:00Z");
  CHECK(start("CISO") == "2022-01-01T01:00:00Z");  // before mid June 2022
}

TEST_CASE("ENTSO-E: spring's skipped hour is left out, autumn's repeated one told by the order") {
  const Options factors{{"factors", "ipcc-ar5-lifecycle"}};
  const auto spring = import_sample("entsoe_wide_spring.csv", factors);
  CHECK(rows(spring) == "2023-03-25T23:00:00Z +3600s: 251.000 490.000 12.0000");
  CHECK(spring.findings.size() == 1);
  const auto autumn = import_sample("entsoe_wide_autumn.csv", factors, Repair::hold);
  CHECK(rows(autumn) == "2023-10-28T23:00:00Z +3600s: 490.000 12.0000 251.000 251.000 370.500");
  CHECK(autumn.provenance.repaired_steps == 1);
  CHECK(rows(import_sample("entsoe_long.csv", factors)) ==
        "2025-10-26T00:00:00Z +900s: 251.000 370.500");
}

TEST_CASE("fuels that a table of factors has not are an error that names them") {
  const TextFile table("factors.csv",
                       "fuel,g_per_kwh,emissions,source\nnuclear,12,lifecycle,made up\n");
  const auto text =
      problem(sample("entsoe_long.csv"), {"auto", {{"factors", table.path().string()}}, {}, {}});
  CHECK(text.find("have none for gas;") != std::string::npos);
  CHECK(problem(sample("entsoe_long.csv"), {"auto", {{"factors", "ipcc"}}, {}, {}})
            .find("unknown factor table 'ipcc'") != std::string::npos);
}

TEST_CASE("CarbonCast: American hours are EIA's, others name the start") {
  const auto start = [](const char* zone) {
    return format_utc(
        import_sample("carboncast.csv", {{"zone", zone}, {"column", "direct"}}).g_per_kwh.start);
  };
  CHECK(start("SE") == "2021-01-01T01:00:00Z");
  CHECK(start("ERCO") == "2021-01-01T00:00:00Z");
  CHECK(start("PJM") == "2021-01-01T01:00:00Z");
}

TEST_CASE("a change of step is split or averaged as chosen, and an error without a choice") {
  const auto text = problem(sample("letswaitawhile.csv"), {"auto", {}, {}, {}});
  CHECK(text.find("the step changes between 15 min and 30 min") != std::string::npos);
  CHECK(rows(import_sample("letswaitawhile.csv", {}, Repair::fail, Seconds{1800})) ==
        "2020-10-30T00:00:00Z +1800s: 100.000 110.000 120.000 130.000 145.000 165.000");
  const auto split = import_sample("letswaitawhile.csv", {}, Repair::fail, Seconds{900});
  CHECK(split.g_per_kwh.values.size() == 12);
  CHECK(split.g_per_kwh.values[1] == 100);
  CHECK(split.g_per_kwh.values[11] == 170);
}

TEST_CASE("the Carbon Aware SDK's records are read in both shapes") {
  const Options unknown{{"column", "unknown"}, {"accounting", "unknown"}};
  Options north = unknown;
  north["zone"] = "north";
  north["unit"] = "g/kWh";  // its figures are fictional: far from a grid's
  CHECK(rows(import_sample("carbon_aware_sdk.json", north)) ==
        "2021-01-01T00:00:01Z +3600s: 0.60000 0.70000");
  CHECK(rows(import_sample("carbon_aware_sdk_array.json", unknown)) ==
        "2021-10-25T14:50:00Z +3600s: 90.0000 91.0000");
}

TEST_CASE("any CSV is read as its user describes it, in local time and another unit") {
  const Options options{{"time-column", "when"}, {"value-column", "GRAM"},
                        {"unit", "kg/kWh"},      {"zone", "Europe/Berlin"},
                        {"column", "direct"},    {"accounting", "average"}};
  CHECK(rows(import_sample("local_times.csv", options, Repair::fail, {}, "csv")) ==
        "2023-10-28T23:00:00Z +3600s: 1000.00 2000.00 3000.00 4000.00");
  Options end = options;
  end["stamp"] = "end";
  CHECK(rows(import_sample("local_times.csv", end, Repair::fail, Seconds{3600}, "csv"))
            .starts_with("2023-10-28T22:00:00Z"));
  Options wrong = options;
  wrong["zone"] = "Europe/Berln";
  CHECK(problem(sample("local_times.csv"), {"csv", wrong, {}, {}}).find("'Europe/Berlin'") !=
        std::string::npos);
}

TEST_CASE("a file that fits no format is refused with a list of them") {
  const auto text = problem(sample("local_times.csv"), {"auto", {}, {}, {}});
  CHECK(text.find("F:1: looks like none of the known formats") == 0);
}

TEST_CASE("options that a format lacks, needs or does not know are all told at once") {
  const auto text = problem(sample("neso_flat.csv"), {"auto", {{"unit", "g/kWh"}}, {}, {}});
  CHECK(text.find("format neso: needs --column") != std::string::npos);
  CHECK(text.find("format neso: takes no --unit; it takes --column, --zone") != std::string::npos);
  CHECK(problem(sample("neso_flat.csv"), {"auto", {{"column", "actua"}}, {}, {}})
            .find("did you mean 'actual'?") != std::string::npos);
  CHECK(problem(sample("neso_flat.csv"), {"nesso", {}, {}, {}}).find("did you mean 'neso'?") !=
        std::string::npos);
}
