#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "trace/sample_formats.hpp"
#include "trace/samples.hpp"

// Each format against the files of every other one, and against layouts that are near its own.

using namespace cadis;
using namespace cadis::test;

namespace {

/// What the user says so that a format reads what it can, without a word on units of time.
Options say_all(const TraceFormat& format) {
  static const Options texts{{"factors", "ipcc-ar5-lifecycle"},
                             {"start", "2024-01-01T00:00:00Z"},
                             {"time-column", "time"},
                             {"value-column", "value"},
                             {"unit", "g/kWh"},
                             {"zone", "PJM"}};
  Options options;
  for (const FormatOption& option : format.options) {
    if (!option.is_required) continue;
    options[option.name] = option.values.empty() ? texts.at(option.name) : option.values.back();
  }
  return options;
}

bool is_guessed(const TraceFormat& format) {
  return format.name != "csv" && format.name != "counts" && format.name != "counts-csv" &&
         format.name != "timestamps";
}

struct Near {
  const char* what;
  std::string text;
  Options options;
  std::string refusal;  ///< a part of it
};

std::string refusal_of(const std::string& text, const Options& options) {
  const TextFile file("near.txt", text);
  return problem(file.path(), {"auto", options, {}, Repair::fail});
}

const Options near_direct{{"column", "direct"}};
const Options near_forecast{{"column", "forecast"}};

}  // namespace

TEST_CASE(
    "every format has a sample, is told from its head, and no other takes it without a word") {
  std::set<std::string> seen, listed;
  for (const SampleFile& file : sample_files()) {
    const auto path = sample(file.name);
    listed.insert(file.name);
    seen.insert(file.format);
    const TraceSource source(path);
    for (const TraceFormat& format : formats::registry()) {
      INFO(file.name, " as ", format.name);
      const bool is_own = format.name == file.format;
      CHECK(format.recognises(source) == (is_own && file.is_guessed));
      if (is_own) CHECK(is_guessed(format) == file.is_guessed);
      if (is_own || !is_guessed(format)) continue;
      const ImportChoices choices{format.name, say_all(format), {}, {}};
      const bool is_refused = !problem(path, choices).empty();
      CHECK((is_refused || !import_trace(path, choices, formats::registry()).findings.empty()));
    }
  }
  for (const TraceFormat& format : formats::registry())
    CHECK_MESSAGE(seen.count(format.name) == 1, format.name);
  for (const auto& entry : std::filesystem::directory_iterator(sample("")))
    CHECK_MESSAGE(listed.count(entry.path().filename().string()) == 1, entry.path());
}

TEST_CASE("between two formats that a file's head fits, the user is asked, by name") {
  const auto refused = refusal_of(
      "Datetime (UTC),Carbon intensity gCO2eq/kWh (direct),point_time,value\n"
      "2023-01-01 00:00:00,1,2023-01-01 00:00:00,1\n",
      near_direct);
  CHECK(refused ==
        "F:1: looks like several formats; choose one with --format: electricitymaps, watttime");
}

TEST_CASE("layouts near a format's own are refused with the place, what is odd and a way out") {
  const std::vector<Near> near{
      {"kilograms in Electricity Maps' titles",
       "Datetime (UTC),Carbon intensity kgCO2eq/kWh (direct)\n2023-01-01 00:00:00,0.3\n",
       near_direct, "F:1: expected one column in gCO2eq/kWh with '(direct)', got none"},
      {"anyone's times and intensities",
       "time,carbon_intensity\n2023-01-01 00:00:00,100\n2023-01-01 01:00:00,100\n",
       {},
       "F:1: looks like none of the known formats; choose one with --format"},
      {"offsets where the paper has none",
       "Time,Carbon Intensity\n2023-01-01 00:00:00+01:00,100\n2023-01-01 01:00:00+01:00,100\n",
       {},
       "F:2: Time: states an offset from UTC, which this layout does not; taken as stated: "
       "2023-01-01 00:00:00+01:00"},
      {"Unix seconds where the paper has dates",
       "Time,Carbon Intensity\n1672531200,100\n1672534800,100\n",
       {},
       "F:2: Time: expected a time such as 2023-06-01 00:00:00, got '1672531200'"},
      {"kilograms where the paper has grams",
       "Time,Carbon Intensity\n2023-01-01 00:00:00,0.1\n2023-01-01 01:00:00,0.2\n",
       {},
       "is the unit right? The file does not say it; taken as gCO2/kWh"},
      {"kilograms in CarbonCast's columns",
       "UTC time,carbon_intensity\n2023-01-01 00:00:00,0.1\n2023-01-01 01:00:00,0.2\n",
       {{"column", "direct"}, {"zone", "DE"}},
       "The file does not say it; taken as gCO2/kWh"},
      {"local times in a fuel mix",
       "timestamp,avg_CI\n2023-01-01 00:00:00,100\n2023-01-01 01:00:00,200\n",
       {{"zone", "PJM"}},
       "F:2: timestamp: states no offset from UTC, which this layout does; taken as UTC"},
      {"kilograms in WattTime's columns",
       "point_time,value\n2022-01-01 00:00:00+00:00,0.4\n2022-01-01 00:05:00+00:00,0.5\n",
       {},
       "taken as lb/MWh"},
      {"local times in WattTime's columns",
       "point_time,value\n2022-01-01 00:00:00,400\n2022-01-01 00:05:00,500\n",
       {},
       "F:2: point_time: states no offset from UTC"},
      {"local times in WattTime's JSON",
       R"([{"point_time":"2022-01-01T00:00:00","value":400},)"
       R"({"point_time":"2022-01-01T00:05:00","value":400}])",
       {},
       "F:1: point_time: states no offset from UTC"},
      {"pounds in the SGIP signal's columns",
       "timestamp,MOER version 2.0\n2022-01-01T00:00:00+00:00,900\n2022-01-01T00:05:00+00:00,900\n",
       {},
       "is the unit right? The file does not say it; taken as kg/kWh"},
      {"local times in the SGIP signal's columns",
       "timestamp,MOER version 2.0\n2022-01-01 00:00:00,0.4\n2022-01-01 00:05:00,0.4\n",
       {},
       "F:2: timestamp: states no offset from UTC"},
      {"megawatts of demand in NESO's columns",
       "from,to,forecast,actual\n2023-01-01T00:00Z,2023-01-01T00:30Z,31000,30900\n"
       "2023-01-01T00:30Z,2023-01-01T01:00Z,32000,31900\n",
       near_forecast, "is the unit right? The file does not say it; taken as gCO2/kWh"},
      {"local times in NESO's columns",
       "from,to,forecast,actual\n2023-06-01 00:00,2023-06-01 00:30,100,100\n"
       "2023-06-01 00:30,2023-06-01 01:00,100,100\n",
       near_forecast, "F:2: from: states no offset from UTC"},
      {"temperatures of cities in NESO's regional columns",
       "datetime,London,Paris\n2023-01-01T00:00:00,5,6\n2023-01-01T00:30:00,5,6\n",
       {},
       "F:1: Paris: is no region of NESO's; left out"},
      {"prices by the half hour in NESO's regional columns",
       "datetime,London\n2023-01-01T00:00:00,54.25\n2023-01-01T00:30:00,60\n",
       {},
       "F:2: London: a fraction, where this layout has whole grams; taken as grams: 54.25"},
      {"daily figures in NESO's regional columns",
       "datetime,Yorkshire\n2023-01-01T00:00:00,54\n2023-01-02T00:00:00,60\n",
       {},
       "F:2: datetime: rows are 24 h apart, where this layout has half hours"},
      {"megawatts in NESO's regional columns",
       "datetime,Yorkshire\n2023-01-01T00:00:00,5400\n2023-01-01T00:30:00,6000\n",
       {},
       "is the unit right? The file does not say it; taken as gCO2/kWh"},
      {"instants with an offset in NESO's regional columns",
       "datetime,Yorkshire\n2023-01-01T00:00:00+00:00,54\n2023-01-01T00:30:00+00:00,60\n",
       {},
       "F:2: datetime: states an offset from UTC, which this layout does not; taken as stated"},
      {"decimal commas in Electricity Maps' titles between commas",
       "Datetime (UTC),Carbon intensity gCO2eq/kWh (direct)\n2023-01-01 00:00:00,300,5\n",
       near_direct, "F:2: expected 2 fields, as in the header, got 3; quotes keep a comma"},
      {"thousands in Electricity Maps' titles between semicolons",
       "Datetime (UTC);Carbon intensity gCO2eq/kWh (direct)\n2023-01-01 00:00:00;1.234\n",
       near_direct, "F:2: Carbon intensity gCO2eq/kWh (direct): '1.234' may be"},
      {"a day in Electricity Maps' titles without a time of day",
       "Datetime (UTC),Carbon intensity gCO2eq/kWh (direct)\n2023-01-01,300\n", near_direct,
       "F:2: Datetime (UTC): expected a time such as 2023-06-01 00:00:00, got '2023-01-01'"},
      {"an answer of Electricity Maps that may be a forecast",
       R"({"zone":"XX","data":[{"carbonIntensity":300,"datetime":"2025-01-01T00:00:00Z"},)"
       R"({"carbonIntensity":300,"datetime":"2025-01-01T01:00:00Z"}]})",
       {{"column", "lifecycle"}},
       "F:1: isEstimated: is not given, as history does"},
      {"Unix seconds in Electricity Maps' answer",
       R"({"zone":"XX","history":[{"carbonIntensity":300,"datetime":1735689600}]})", near_direct,
       "F:1: datetime: expected a time such as 2023-06-01T00:00Z, got '1735689600'"},
      {"a fraction of a gram throughout in the Carbon Aware SDK's records",
       R"([{"Location":"n","Time":"2021-01-01T00:00:00Z","Rating":0.4,"Duration":"01:00"},)"
       R"({"Location":"n","Time":"2021-01-01T01:00:00Z","Rating":0.5,"Duration":"01:00"}])",
       {{"column", "unknown"}, {"accounting", "unknown"}},
       "The file does not say it; taken as g/kWh"},
      {"Unix times in Azure's columns",
       "TIMESTAMP,ContextTokens,GeneratedTokens\n1715472000.5,10,5\n",
       {{"zone", "UTC"}},
       "F:2: TIMESTAMP: expected a time such as"},
      {"requests as one array of JSON",
       R"([{"timestamp": 0, "input_length": 1, "output_length": 1}])",
       {{"start", "2024-01-01T00:00:00Z"}},
       "F:1: expected an object"}};
  for (const Near& one : near) {
    INFO(one.what);
    const auto refused = refusal_of(one.text, one.options);
    CHECK_MESSAGE(refused.find(one.refusal) != std::string::npos, refused);
  }
}

TEST_CASE("what a guess refuses, a format that is named takes, and tells") {
  const TextFile file("near.csv",
                      "point_time,value\n2022-01-01 00:00:00,400\n2022-01-01 00:05:00,400\n");
  const auto refused = problem(file.path(), {"auto", {}, {}, {}});
  CHECK(refused.find("F: may so be of another layout than watttime, which the rest fits; if it is "
                     "that one, say --format watttime") != std::string::npos);
  const auto trace =
      import_trace(file.path(), {"watttime", {}, {}, Repair::fail}, formats::registry());
  CHECK(rows(trace) == "2022-01-01T00:00:00Z +300s: 181.436 181.436");
  REQUIRE(trace.findings.size() == 2);
  CHECK(trace.findings[0].find(":2: point_time: states no offset from UTC") != std::string::npos);
}
