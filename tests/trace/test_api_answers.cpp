#include <doctest/doctest.h>

#include "trace/samples.hpp"

// Answers of publishers' interfaces, as JSON, and the monthly CSV of the SGIP signal.

using namespace cadis;
using namespace cadis::test;

namespace {

std::string answer_problem(const std::string& text, const Options& options = {},
                           const std::string& format = "auto") {
  const TextFile file("answer.json", text);
  return problem(file.path(), {format, options, {}, Repair::fail});
}

std::string import_answer(const std::string& text, const Options& options) {
  const TextFile file("answer.json", text);
  return rows(import_trace(file.path(), {"auto", options, {}, Repair::fail}, formats::registry()));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

const Options ipcc_factors{{"factors", "ipcc-ar5-lifecycle"}};

}  // namespace

TEST_CASE("the SGIP signal's kilograms become grams, marginal, of the version asked for") {
  const auto json = import_sample("sgip.json");
  CHECK(json.provenance.format == "sgip");
  CHECK(rows(json) == "2022-01-01T00:00:00Z +300s: 428.500 0.00000 500.000");
  CHECK(json.provenance.accounting == "marginal");
  CHECK(json.provenance.zone == "SGIP_CAISO_PGE");
  const auto csv = import_sample("sgip.csv", {{"column", "2.0"}, {"zone", "SGIP_CAISO_SCE"}});
  CHECK(rows(csv) == "2021-12-31T23:55:00Z +300s: 400.000 425.000 450.000");
  CHECK(csv.provenance.zone == "SGIP_CAISO_SCE");
  CHECK(problem(sample("sgip.csv"), {}) ==
        "F:1: holds 2 versions of MOER; choose one with --column: 1.0, 2.0");
  CHECK(problem(sample("sgip.csv"), {"auto", {{"column", "3.0"}}, {}, {}})
            .find("F:1: expected one column of MOER version '3.0' (--column), got none") == 0);
  const std::string text = read_text(sample("sgip.json"));
  const std::string mixed =
      replaced(text, R"("moer": "0.5", "version": "2.0")", R"("moer": "0.5", "version": "1.0")");
  CHECK(answer_problem(mixed).find("several values of version (choose one with --column)") !=
        std::string::npos);
  CHECK(answer_problem(mixed, {{"column", "3.0"}}) == "F: has no MOER of version '3.0' (--column)");
  CHECK(import_answer(mixed, {{"column", "2.0"}}) == "2022-01-01T00:00:00Z +300s: 428.500 0.00000");
}

TEST_CASE("Electricity Maps' answers say their emissions, their step and what is estimated") {
  const auto history = import_sample("electricitymaps_history.json");
  CHECK(history.provenance.format == "electricitymaps-api");
  CHECK(rows(history) == "2025-01-01T00:00:00Z +3600s: 302.000 305.500");
  CHECK(history.provenance.emissions == "lifecycle");
  CHECK(history.provenance.zone == "XX");
  REQUIRE(history.findings.size() == 1);
  CHECK(history.findings[0].find(":3: carbonIntensity: estimated") != std::string::npos);
  const auto range = import_sample("electricitymaps_range.json");
  CHECK(rows(range) == "2025-01-01T00:00:00Z +900s: 21.0000 22.0000");
  CHECK(range.provenance.emissions == "direct");
  const std::string text = read_text(sample("electricitymaps_range.json"));
  CHECK(answer_problem(text, {{"column", "lifecycle"}}) ==
        "F: states emissionFactorType 'direct', not 'lifecycle'; leave --column out");
  const std::string silent = replaced(text, R"("emissionFactorType": "direct", )", "");
  CHECK(answer_problem(silent).find("say with --column which emissions it counts") !=
        std::string::npos);
  CHECK(answer_problem(silent, {{"column", "direct"}}).empty());
  CHECK(answer_problem(replaced(text, "15_minutes", "monthly"))
            .find("temporalGranularity: expected 5_minutes, 15_minutes, hourly or daily, got "
                  "'monthly'") != std::string::npos);
}

TEST_CASE("EIA's answers become intensities as its files do, in whatever order they come") {
  const auto trace = import_sample("eia_api.json", ipcc_factors);
  CHECK(trace.provenance.format == "eia-api");
  // (100 x 490 + 100 x 12) / 200 and (300 x 490 + 100 x 12) / 400; ERCO's labels are ends
  CHECK(rows(trace) == "2023-01-01T00:00:00Z +3600s: 251.000 370.500");
  CHECK(trace.provenance.zone == "ERCO");
  const std::string text = read_text(sample("eia_api.json"));
  CHECK(import_answer(replaced(text, "ERCO", "PJM"), ipcc_factors)
            .starts_with("2023-01-01T01:00:00Z"));
  const std::string local = replaced(replaced(text, "T01\"", "T01-06\""), "T02\"", "T02-06\"");
  CHECK(import_answer(local, ipcc_factors) == "2023-01-01T06:00:00Z +3600s: 251.000 370.500");
  const Options start{{"factors", "ipcc-ar5-lifecycle"}, {"stamp", "start"}, {"zone", "ERCO"}};
  CHECK(import_answer(text, start).starts_with("2023-01-01T01:00:00Z"));
  CHECK(answer_problem(replaced(text, "\"total\": \"6\"", "\"total\": \"17856\""), ipcc_factors)
            .find("F: holds 6 of the 17856 rows that match") == 0);
  CHECK(answer_problem(replaced(text, "fueltype", "type"), ipcc_factors)
            .find("F:2: type: 'NG' is demand, interchange or generation in all") == 0);
  CHECK(answer_problem(replaced(text, "megawatthours", "gigawatthours"), ipcc_factors)
            .find("F:2: value-units: expected megawatthours, got 'gigawatthours'") == 0);
  CHECK(answer_problem(replaced(text, "\"NUC\"", "\"XYZ\""), ipcc_factors)
            .find("F:3: fueltype: unknown fuel 'XYZ'") == 0);
  CHECK(answer_problem(replaced(text, "2023-01-01T01", "2023-01-01"), ipcc_factors)
            .find("F:5: period: expected an hour such as 2023-01-01T00, got '2023-01-01'") == 0);
  CHECK(answer_problem(replaced(text, "\"NUC\"", "\"NG\""), ipcc_factors)
            .find("F:3: period: is given twice for NG at 2023-01-01T01:00:00Z") == 0);
}

TEST_CASE("Energy-Charts' values are taken as far as they are known, its forecast is left out") {
  const Options unknown{{"column", "unknown"}};
  const auto trace = import_sample("energy_charts.json", unknown);
  CHECK(trace.provenance.format == "energy-charts");
  CHECK(rows(trace) == "2024-01-01T00:00:00Z +900s: 491.500 497.250");
  REQUIRE(trace.provenance.findings.size() == 1);
  CHECK(trace.provenance.findings[0].count == 2);
  const std::string text = read_text(sample("energy_charts.json"));
  CHECK(answer_problem(replaced(text, "491.5, 497.25", "null, null"), unknown)
            .find("F:2: co2eq: holds no value, but a forecast, of which nothing says when") == 0);
  CHECK(answer_problem(replaced(text, "491.5, 497.25", "491.5"), unknown)
            .find("F:2: co2eq: expected a value for each of 4 unix_seconds, got 3") == 0);
  CHECK(answer_problem(replaced(text, "1704067200", "1704067200000"), unknown)
            .find("F:1: unix_seconds: expected whole seconds since 1970, got 1704067200000") == 0);
  CHECK(answer_problem(replaced(text, "1704067200", "1704067200.5"), unknown)
            .find("F:1: unix_seconds: expected whole seconds") == 0);
  CHECK(answer_problem(replaced(text, "co2eq", "price"), unknown)
            .find("is another answer of Energy-Charts") != std::string::npos);
  CHECK(answer_problem(replaced(text, "491.5", "\"x\""), unknown)
            .find("F:2: co2eq: expected a finite number or null, got 'x'") == 0);
}

TEST_CASE("Energy-Charts' power by type becomes an intensity, without load and storage") {
  const auto trace = import_sample("energy_charts_power.json", ipcc_factors);
  CHECK(trace.provenance.format == "energy-charts-power");
  CHECK(rows(trace) == "2024-01-01T00:00:00Z +900s: 251.000 370.500");
  const std::string text = read_text(sample("energy_charts_power.json"));
  CHECK(answer_problem(replaced(text, "Nuclear", "Fusion"), ipcc_factors)
            .find("F:4: unknown production type 'Fusion'") == 0);
  const std::string behind =
      replaced(replaced(text, R"("name": "Nuclear", "data": [100.0, 100.0, null])",
                        R"("data": [100.0, 100.0, null], "name": "Nuclear")"),
               "\n", "");
  CHECK(import_answer(behind, ipcc_factors) == rows(trace));
}
