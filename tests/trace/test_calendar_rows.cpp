#include <doctest/doctest.h>

#include "trace/samples.hpp"

// Rows that stand for whole days or months.

using namespace cadis;
using namespace cadis::test;

namespace {

ImportChoices days_csv(const std::string& zone, std::optional<Seconds> step = {},
                       const Options& more = {}) {
  Options options{{"time-column", "time"}, {"value-column", "value"}, {"unit", "g/kWh"},
                  {"zone", zone},          {"column", "direct"},      {"accounting", "average"}};
  options.insert(more.begin(), more.end());
  return {"csv", options, step, Repair::fail};
}

ImportedTrace import_days(const std::string& text, const ImportChoices& choices) {
  const TextFile file("d.csv", text);
  return import_trace(file.path(), choices, formats::registry());
}

std::string days_refusal(const std::string& text, const ImportChoices& choices) {
  const TextFile file("d.csv", text);
  return problem(file.path(), choices);
}

const Seconds one_hour{3600}, one_day{86400};

/// So many months from January on, of each year as many as it has.
std::string months_of(int year, int first, int count) {
  std::string text = "Datetime (UTC),Carbon intensity gCO2eq/kWh (direct)\n";
  for (int i = 0; i < count; ++i) {
    const int month = first + i;
    text += std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month) +
            "-01 00:00:00," + std::to_string(100 + month) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a date without a time of day is a whole day, one step of a day in UTC") {
  const auto utc = days_csv("UTC");
  const auto trace = import_trace(sample("days.csv"), utc, formats::registry());
  CHECK(rows(trace) == "2023-03-25T00:00:00Z +86400s: 250.500 240.000 230.250");
  CHECK(trace.provenance.stamps ==
        "whole days; UTC where no offset is stated; rounded to the millisecond");
  const auto gap = days_refusal("time,value\n2023-01-01,1\n2023-01-02,2\n2023-01-04,3\n", utc);
  CHECK(gap.find("F:4: time: gap: no row from 2023-01-03T00:00:00Z to 2023-01-04T00:00:00Z") == 0);
  const Options counted{
      {"time-column", "time"}, {"value-column", "value"}, {"time-unit", "date"}, {"zone", "UTC"}};
  CHECK(import_days("time,value\n2023-01-01,10\n2023-01-02,20\n",
                    {"counts-csv", counted, {}, Repair::fail})
            .requests.step.value() == 86400);
}

TEST_CASE("a local day lasts 23 h in spring and 25 h in autumn, so it needs a step that fits") {
  const auto spring = days_csv("Europe/Berlin");
  CHECK(problem(sample("days.csv"), spring) ==
        "F:3: time: the step changes between 23 h and 24 h; choose --step '1 h', which splits "
        "longer rows");
  const auto trace =
      import_trace(sample("days.csv"), days_csv("Europe/Berlin", one_hour), formats::registry());
  CHECK(format_utc(trace.g_per_kwh.start) == "2023-03-24T23:00:00Z");
  REQUIRE(trace.g_per_kwh.values.size() == 24 + 23 + 24);
  CHECK(trace.g_per_kwh.values[23] == 250.5);
  CHECK(trace.g_per_kwh.values[24] == 240);
  CHECK(trace.g_per_kwh.values[24 + 23] == 230.25);
  const auto counts = days_refusal("time,value\n2023-10-28,1\n2023-10-29,2\n2023-10-30,3\n",
                                   {"counts-csv",
                                    {{"time-column", "time"},
                                     {"value-column", "value"},
                                     {"time-unit", "date"},
                                     {"zone", "Europe/Berlin"}},
                                    {},
                                    Repair::fail});
  CHECK(counts ==
        "F:3: time: the step changes between 24 h and 25 h; no step adds them up, and counts are "
        "not split; cut the file there");
}

TEST_CASE("a day begins where spring has no midnight, and a day that a zone skipped is none") {
  // Beirut went from 00:00 to 01:00 on 27 March 2022, Apia from 29 to 31 December 2011
  const auto beirut = import_days("time,value\n2022-03-26,1\n2022-03-27,2\n2022-03-28,3\n",
                                  days_csv("Asia/Beirut", one_hour));
  REQUIRE(beirut.g_per_kwh.values.size() == 24 + 23 + 24);
  CHECK(format_utc(beirut.g_per_kwh.start) == "2022-03-25T22:00:00Z");
  const std::string apia = "time,value\n2011-12-29,1\n2011-12-30,";
  CHECK(rows(import_days(apia + "\n2011-12-31,3\n", days_csv("Pacific/Apia"))) ==
        "2011-12-29T10:00:00Z +86400s: 1.00000 3.00000");
  CHECK(days_refusal(apia + "2\n2011-12-31,3\n", days_csv("Pacific/Apia"))
            .find("F:3: time: expected a time such as 2023-06-01 00:00:00 that Pacific/Apia has, "
                  "got '2011-12-30'") == 0);
}

TEST_CASE("dates with and without a time of day are not mixed: midnight may have lost its 00:00") {
  const auto utc = days_csv("UTC");
  CHECK(days_refusal("time,value\n2023-01-01 23:00,1\n2023-01-02,2\n2023-01-02 01:00,3\n", utc) ==
        "F:3: time: expected a time of day, as on line 2 (midnight is 00:00), got '2023-01-02'");
  CHECK(days_refusal("time,value\n2023-01-01,1\n2023-01-02 00:00,2\n", utc) ==
        "F:3: time: expected a date alone, as on line 2 (midnight is 00:00), got '2023-01-02 "
        "00:00'");
  CHECK(days_refusal("time,value\n2023-01-01,1\n", days_csv("UTC", one_day, {{"stamp", "end"}})) ==
        "F:2: time: expected a time of day, whose end --stamp end names; a date is a whole day, "
        "got '2023-01-01'");
  auto bare = days_csv("UTC");
  bare.options.erase("zone");
  CHECK(days_refusal("time,value\n2023-01-01,1\n", bare)
            .find("(without an offset it needs --zone)") != std::string::npos);
  CHECK(days_refusal("time,value\n2023-1-1,1\n", utc).find("F:2: time: expected a time such as") ==
        0);
}

TEST_CASE("a daily file of Electricity Maps has steps of a day") {
  const auto trace = import_sample("electricitymaps_daily.csv", {{"column", "direct"}});
  CHECK(rows(trace) == "2024-02-28T00:00:00Z +86400s: 100.500 110.000 120.000");
}

TEST_CASE("a monthly file of Electricity Maps holds for the days of its months with --step") {
  const Options direct{{"column", "direct"}};
  const auto file = sample("electricitymaps_monthly.csv");
  CHECK(problem(file, {"auto", direct, {}, Repair::fail}) ==
        "F:2: Datetime (UTC): each row is a whole month, and months are not of one length; say "
        "--step '1 d', and each value holds for all days of its month, the last one, too");
  const auto trace = import_sample("electricitymaps_monthly.csv", direct, Repair::fail, one_day);
  const auto& values = trace.g_per_kwh.values;
  REQUIRE(values.size() == 366);
  CHECK(values[0] == 101);
  CHECK(values[31 + 28] == 102);  // 29 February
  CHECK(values[31 + 29] == 103);
  CHECK(values[365 - 31] == 111);
  CHECK(values[365 - 30] == 112);
  CHECK(values[365] == 112);  // 31 December
  CHECK(trace.provenance.stamps ==
        "UTC, start of step; as published; each row holds for its whole month");
  REQUIRE(trace.provenance.findings.size() == 1);
  CHECK(trace.provenance.findings[0].what == "rows split into shorter steps");
  CHECK(trace.provenance.findings[0].count == 12);
  CHECK(import_sample("electricitymaps_monthly.csv", direct, Repair::fail, one_hour)
            .g_per_kwh.values.size() == 366 * 24);
}

TEST_CASE("months of one length are months, a missing one is a gap, and days are no months") {
  const ImportChoices daily{"auto", {{"column", "direct"}}, one_day, Repair::fail};
  CHECK(days_refusal(months_of(2023, 7, 2), {"auto", {{"column", "direct"}}, {}, Repair::fail})
            .find("each row is a whole month") != std::string::npos);
  CHECK(import_days(months_of(2023, 7, 2), daily).g_per_kwh.values.size() == 62);
  std::string holed = months_of(2023, 1, 4);
  holed.erase(holed.find("2023-02"), std::string("2023-02-01 00:00:00,102\n").size());
  CHECK(days_refusal(holed, daily)
            .find("F:3: Datetime (UTC): gap: no row from 2023-02-01T00:00:00Z to "
                  "2023-03-01T00:00:00Z") != std::string::npos);
  CHECK(days_refusal(months_of(2023, 7, 3),
                     {"auto", {{"column", "direct"}}, Seconds{31 * 86400.0}, {}})
            .find("rows of 720 h do not fit --step '744 h'") != std::string::npos);
  const std::string head = "Datetime (UTC),Carbon intensity gCO2eq/kWh (direct)\n";
  CHECK(rows(import_days(head + "2023-01-01 00:00:00,1\n2023-01-02 00:00:00,2\n",
                         {"auto", {{"column", "direct"}}, {}, Repair::fail}))
            .starts_with("2023-01-01T00:00:00Z +86400s"));
  const auto years =
      import_days(head + "2023-01-01 00:00:00,100\n2024-01-01 00:00:00,200\n", daily);
  CHECK(years.g_per_kwh.values.size() == 365 + 366);
  CHECK(days_refusal(head + "2023-01-01 00:00:00,100\n", daily).find("F:2: is the only row") == 0);
}
