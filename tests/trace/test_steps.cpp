#include <doctest/doctest.h>

#include "trace/samples.hpp"
#include "trace/stamp.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

/// Hours of 1 January 2023 with their values, as a file of letswaitawhile's two columns.
std::string import_hours(const std::string& body, Repair repair = Repair::fail) {
  const TextFile file("hours.csv", "Time,Carbon Intensity\n" + body);
  const ImportChoices choices{"auto", {}, {}, repair};
  const auto text = problem(file.path(), choices);
  return text.empty() ? rows(import_trace(file.path(), choices, formats::registry())) : text;
}

std::string hour(int h, const std::string& value) {
  return "2023-01-01 " + std::string(h < 10 ? "0" : "") + std::to_string(h) + ":00:00," + value +
         "\n";
}

const std::string head = hour(0, "1") + hour(1, "2") + hour(2, "3");

}  // namespace

TEST_CASE("rows out of order and equal repeats need a choice, and then cost nothing") {
  const auto jumbled = head + hour(4, "5") + hour(3, "4") + hour(4, "5");
  const auto refused = import_hours(jumbled);
  CHECK(refused.find("F:6: Time: time goes back: 2023-01-01T03:00:00Z after") != std::string::npos);
  CHECK(refused.find("F:7: Time: a step given twice, with no other value") != std::string::npos);
  CHECK(import_hours(jumbled, Repair::hold) ==
        "2023-01-01T00:00:00Z +3600s: 1.00000 2.00000 3.00000 4.00000 5.00000");
}

TEST_CASE("a step with two values has none: which holds is not known") {
  const auto twice = head + hour(2, "9") + hour(3, "5");
  CHECK(import_hours(twice).find("F:5: Time: a step given twice, with different values: "
                                 "2023-01-01T02:00:00Z: 3 and 9") != std::string::npos);
  CHECK(import_hours(twice, Repair::linear) ==
        "2023-01-01T00:00:00Z +3600s: 1.00000 2.00000 3.50000 5.00000");
}

TEST_CASE("each rule fills a gap its own way, and says where it has nothing to go by") {
  const auto gap = head + hour(5, "9");
  CHECK(import_hours(gap, Repair::hold).ends_with("3.00000 3.00000 3.00000 9.00000"));
  CHECK(import_hours(gap, Repair::linear).ends_with("3.00000 5.00000 7.00000 9.00000"));
  CHECK(import_hours(gap, Repair::same_hour_yesterday)
            .find("2023-01-01T03:00:00Z has no day before it") != std::string::npos);
  CHECK(import_hours(hour(0, "") + hour(1, "2"), Repair::hold).find("no value before it") !=
        std::string::npos);
  CHECK(import_hours(head + hour(3, ""), Repair::linear).find("no line leads") !=
        std::string::npos);
  std::string days;
  for (int h = 0; h < 24; ++h) days += hour(h, std::to_string(h));
  const TextFile file("days.csv", "Time,Carbon Intensity\n" + days + "2023-01-02 02:00:00,2\n");
  const auto trace =
      import_trace(file.path(), {"auto", {}, {}, Repair::same_hour_yesterday}, formats::registry());
  CHECK(trace.g_per_kwh.values[25] == 1);
  CHECK(trace.provenance.repaired_steps == 2);
}

TEST_CASE("what is no trace is refused with its line: negative, off the step, absurdly long") {
  CHECK(
      import_hours(head + hour(3, "-4")).find("F:5: Carbon Intensity: expected a finite number") ==
      0);
  CHECK(import_hours(head + hour(3, "4") + "2023-01-01 04:30:00,1\n").find("F:6: Time: ") == 0);
  CHECK(import_hours(head + "9203-01-01 00:00:00,1\n").find("is it right?") != std::string::npos);
  CHECK(import_hours(hour(0, "1")).find("is the only row, and does not say how long it holds") !=
        std::string::npos);
  CHECK(import_hours(head + "0000-12-31 23:00:00,1\n")
            .find("F:5: Time: expected a time in the years") == 0);
  CHECK(import_hours("").find("holds no row") != std::string::npos);
}

TEST_CASE("rows that say how long they hold may overlap, reach far and lie before 1970") {
  const auto neso = [](const std::string& body, Repair repair, std::optional<Seconds> step) {
    const TextFile file("overlap.csv", "from,to,forecast,actual\n" + body);
    const ImportChoices choices{"neso", {{"column", "forecast"}}, step, repair};
    const auto text = problem(file.path(), choices);
    return text.empty() ? rows(import_trace(file.path(), choices, formats::registry())) : text;
  };
  const std::string overlap =
      "2023-01-01T00:00Z,2023-01-01T02:00Z,5,\n2023-01-01T00:30Z,2023-01-01T01:00Z,7,\n";
  CHECK(neso(overlap, Repair::fail, Seconds{1800})
            .find("F:3: from: begins before the row before ends") != std::string::npos);
  CHECK(neso(overlap, Repair::hold, Seconds{1800}) ==
        "2023-01-01T00:00:00Z +1800s: 5.00000 7.00000 5.00000 5.00000");
  CHECK(neso("2023-01-01T00:00Z,9023-01-01T00:30Z,5,\n2023-01-01T00:30Z,2023-01-01T01:00Z,7,\n",
             Repair::hold, Seconds{1800})
            .find("is it right?") != std::string::npos);
  CHECK(neso("1960-01-01T00:15Z,1960-01-01T00:30Z,5,\n1960-01-01T00:30Z,1960-01-01T00:45Z,7,\n"
             "1960-01-01T00:45Z,1960-01-01T01:00Z,8,\n1960-01-01T01:00Z,1960-01-01T01:30Z,9,\n",
             Repair::fail, Seconds{1800}) == "1960-01-01T00:30:00Z +1800s: 7.50000 9.00000");
  CHECK(neso(overlap, Repair::hold, Seconds{1e-4}).find("--step: expected 1 s to 366 d") == 0);
}

TEST_CASE("stamps are read in the ways that publishers write them, and in no other") {
  const auto utc = [](const char* text, DateOrder order = DateOrder::year_month_day) {
    const auto stamp = parse_stamp(text, order);
    return stamp ? format_utc(stamp->utc()) : "none";
  };
  CHECK(utc("2024-01-15T00:30Z") == "2024-01-15T00:30:00Z");
  CHECK(utc("2024-01-15 00:30:05.123456+01:00") == "2024-01-14T23:30:05.123Z");
  CHECK(utc("2024-01-15 00:30 -0800") == "2024-01-15T08:30:00Z");
  CHECK(utc("31.12.2023 23:00", DateOrder::day_month_year) == "2023-12-31T23:00:00Z");
  CHECK(utc("07/01/2020 12:00:00 AM", DateOrder::month_day_year) == "2020-07-01T00:00:00Z");
  CHECK(utc("7/1/2020 12:00:00 PM", DateOrder::month_day_year) == "2020-07-01T12:00:00Z");
  for (const char* bad :
       {"", "2024-02-30 00:00", "2024-01-15", "2024-01-15T24:00Z", "24-01-15 00:00",
        "2024-01-15T00:30X", "2024-01/15 00:00", "2024-01-15 00:60", "01/15/2024 00:00",
        "2024-01-15 13:00 PM", "2024-01-15 00:00+99:00"}) {
    CAPTURE(bad);
    CHECK(utc(bad) == "none");
  }
}
