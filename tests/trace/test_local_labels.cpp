#include <date/tz.h>
#include <doctest/doctest.h>

#include "trace/samples.hpp"

// Any CSV in local time on the days on which the clock clock_changes, against the library of time
// zones.

using namespace cadis;
using namespace cadis::test;

namespace {

using Minutes = std::chrono::minutes;

UtcTime instant(const char* text) { return parse_utc(text).value(); }

/// What a clock of the zone shows.
std::string shown(const date::time_zone& zone, UtcTime time) {
  return date::format("%F %H:%M", zone.to_local(time));
}

/// What a clock that is not changed in between would show at a row's end, as those who count on
/// from the row's start write it: 02:00 where spring goes from there to 03:00.
std::string counted_on(const date::time_zone& zone, UtcTime start, std::chrono::milliseconds step) {
  return date::format("%F %H:%M", zone.to_local(start) + step);
}

enum class LabelKind { start, end, end_counted_on };

struct LabelledSeries {
  std::string zone;
  UtcTime start;
  Minutes step;
  int size;
};

std::string labelled(const LabelledSeries& series, LabelKind label) {
  const auto& zone = *date::locate_zone(series.zone);
  std::string text = "time,value\n";
  for (int i = 0; i < series.size; ++i) {
    const UtcTime start = series.start + i * series.step;
    text += (label == LabelKind::start ? shown(zone, start)
             : label == LabelKind::end ? shown(zone, start + series.step)
                                       : counted_on(zone, start, series.step)) +
            "," + std::to_string(100 + i) + "\n";
  }
  return text;
}

ImportChoices in_zone(const std::string& zone, std::optional<Minutes> step_of_ends = {}) {
  ImportChoices choices{"csv",
                        {{"time-column", "time"},
                         {"value-column", "value"},
                         {"unit", "g/kWh"},
                         {"zone", zone},
                         {"column", "direct"},
                         {"accounting", "average"}},
                        {},
                        Repair::fail};
  if (step_of_ends) {
    choices.options["stamp"] = "end";
    choices.step = Seconds{60.0 * static_cast<double>(step_of_ends->count())};
  }
  return choices;
}

ImportedTrace import_labels(const std::string& text, const ImportChoices& choices) {
  const TextFile file("l.csv", text);
  return import_trace(file.path(), choices, formats::registry());
}

/// The series comes back as it was, and nothing had to be said about it.
void check_comes_back(const LabelledSeries& series, LabelKind label) {
  const std::string text = labelled(series, label);
  CAPTURE(series.zone);
  CAPTURE(series.step.count());
  CAPTURE(static_cast<int>(label));
  CAPTURE(text);
  const auto trace = import_labels(
      text,
      in_zone(series.zone, label == LabelKind::start ? std::optional<Minutes>{} : series.step));
  CHECK(trace.findings.empty());
  CHECK(trace.g_per_kwh.start == series.start);
  CHECK(trace.g_per_kwh.step.value() == 60.0 * static_cast<double>(series.step.count()));
  REQUIRE(trace.g_per_kwh.values.size() == series.size);
  for (int i = 0; i < series.size; ++i) CHECK(trace.g_per_kwh.values[i] == 100 + i);
}

struct ClockChange {
  const char *zone, *time;  ///< in UTC
  bool has_half_hour = false;
};

/// Spring and autumn; where the clock is not changed, any days.
const std::vector<ClockChange> clock_changes{
    {"Europe/Berlin", "2023-03-26T01:00:00Z"},
    {"Europe/Berlin", "2023-10-29T01:00:00Z"},
    {"America/New_York", "2023-03-12T07:00:00Z"},
    {"America/New_York", "2023-11-05T06:00:00Z"},
    {"Australia/Lord_Howe", "2023-04-01T15:00:00Z", true},
    {"Australia/Lord_Howe", "2023-09-30T15:30:00Z", true},
    {"Asia/Kolkata", "2023-03-26T01:00:00Z", true},
    {"Africa/Cairo", "2023-10-26T21:00:00Z"},  // repeats 23:00
    {"Asia/Beirut", "2022-03-26T22:00:00Z"}};  // skips 00:00

}  // namespace

TEST_CASE("a UTC series that is labelled in local time comes back over every change of the clock") {
  for (const ClockChange& change : clock_changes) {
    const UtcTime at = instant(change.time);
    const auto info = date::locate_zone(change.zone)->get_info(at);
    const bool is_change = info.begin == at;
    CHECK_MESSAGE(is_change == (std::string(change.zone) != "Asia/Kolkata"), change.zone);
    for (const Minutes step : {Minutes{15}, Minutes{30}, Minutes{60}}) {
      // beginnings so that the change comes early, late, and at every place within a step
      for (const Minutes before : {Minutes{60}, Minutes{90}, Minutes{120}, Minutes{300}}) {
        const LabelledSeries series{change.zone, at - before, step,
                                    static_cast<int>(Minutes{600} / step)};
        check_comes_back(series, LabelKind::start);
        check_comes_back(series, LabelKind::end);
        // who counts on from a start that is no step before the change names no instant
        if (before % step == Minutes{0}) check_comes_back(series, LabelKind::end_counted_on);
      }
    }
  }
}

TEST_CASE("start labels repeat one hour in autumn, end labels this or the next one") {
  const auto choices = in_zone("Europe/Berlin", Minutes{60});
  const std::string head = "time,value\n2023-10-29 01:00,1\n2023-10-29 02:00,2\n",
                    tail = "2023-10-29 04:00,5\n",
                    expected = "2023-10-28T22:00:00Z +3600s: 1.00000 2.00000 3.00000 4.00000";
  CHECK(rows(import_labels(head + "2023-10-29 02:00,3\n2023-10-29 03:00,4\n" + tail, choices))
            .starts_with(expected));
  CHECK(rows(import_labels(head + "2023-10-29 03:00,3\n2023-10-29 03:00,4\n" + tail, choices))
            .starts_with(expected));
}

TEST_CASE(
    "an end label is where spring begins to skip, not within, and rows of what is skipped "
    "are left out where they have no value") {
  const auto hourly = in_zone("Europe/Berlin", Minutes{60});
  const std::string expected = "2023-03-25T23:00:00Z +3600s: 1.00000 2.00000 4.00000 5.00000";
  const std::string head = "time,value\n2023-03-26 01:00,1\n",
                    tail = "2023-03-26 04:00,4\n2023-03-26 05:00,5\n";
  for (const char* between :
       {"2023-03-26 02:00,2\n", "2023-03-26 03:00,2\n", "2023-03-26 02:00,2\n2023-03-26 03:00,\n",
        "2023-03-26 02:00,\n2023-03-26 03:00,2\n"}) {
    CAPTURE(between);
    const auto trace = import_labels(head + between + tail, hourly);
    CHECK(rows(trace) == expected);
    CHECK(trace.findings.empty());
  }
  const TextFile both("b.csv", head + "2023-03-26 02:00,2\n2023-03-26 03:00,3\n" + tail);
  CHECK(problem(both.path(), hourly)
            .find("F:4: time: a step given twice, with different values: 2023-03-26T00:00:00Z: 2 "
                  "and 3") == 0);
  const TextFile within("w.csv", head + "2023-03-26 02:30,2\n" + tail);
  CHECK(problem(within.path(), in_zone("Europe/Berlin", Minutes{30})) ==
        "F:3: time: expected a time such as 2023-06-01 00:00:00 that Europe/Berlin has, got "
        "'2023-03-26 02:30'");
}

TEST_CASE("a file that begins, ends or runs backwards in the repeated hour is told by its rows") {
  const auto local = in_zone("Europe/Berlin");
  CHECK(rows(import_labels(
            "time,value\n2023-10-29 02:30,1\n2023-10-29 03:00,2\n2023-10-29 03:30,3\n", local)) ==
        "2023-10-29T01:30:00Z +1800s: 1.00000 2.00000 3.00000");
  CHECK(rows(import_labels(
            "time,value\n2023-10-29 01:30,1\n2023-10-29 02:00,2\n2023-10-29 02:30,3\n", local)) ==
        "2023-10-28T23:30:00Z +1800s: 1.00000 2.00000 3.00000");
  auto sorted = local;
  sorted.repair = Repair::hold;
  CHECK(rows(import_labels(
            "time,value\n2023-10-29 03:00,4\n2023-10-29 02:00,3\n2023-10-29 02:00,2\n"
            "2023-10-29 01:00,1\n",
            sorted)) == "2023-10-28T23:00:00Z +3600s: 1.00000 2.00000 3.00000 4.00000");
}

TEST_CASE("where no row tells which of two hours a time is in, the first is taken and told") {
  auto filled = in_zone("Europe/Berlin");
  filled.repair = Repair::linear;
  const auto trace = import_labels(
      "time,value\n2023-10-29 00:00,1\n2023-10-29 01:00,2\n2023-10-29 02:00,3\n"
      "2023-10-29 03:00,5\n2023-10-29 04:00,6\n",
      filled);
  CHECK(rows(trace) ==
        "2023-10-28T22:00:00Z +3600s: 1.00000 2.00000 3.00000 4.00000 5.00000 6.00000");
  CHECK(trace.findings[0].find(":4: time: the clock shows this twice, and no other row tells "
                               "which; taken as the first") != std::string::npos);
}

TEST_CASE("end labels of rows that do not last --step are refused") {
  const TextFile file("e.csv",
                      "time,value\n2023-06-01 00:30,1\n2023-06-01 01:00,2\n2023-06-01 01:30,3\n");
  CHECK(problem(file.path(), in_zone("UTC", Minutes{60})) ==
        "F:2: time: rows are 30 min apart, but --stamp end takes them to last --step '1 h'; say "
        "--step '30 min', and import what comes of it again for another step");
  auto without = in_zone("UTC", Minutes{30});
  without.step.reset();
  CHECK(problem(file.path(), without) ==
        "format csv: --stamp end needs --step, how long before its time a row begins");
}

TEST_CASE("counts in local time come back as intensities do") {
  const LabelledSeries series{"America/New_York", instant("2023-11-05T03:00:00Z"), Minutes{30}, 12};
  const Options options{{"time-column", "time"},
                        {"value-column", "value"},
                        {"time-unit", "date"},
                        {"zone", series.zone}};
  const auto trace =
      import_labels(labelled(series, LabelKind::start), {"counts-csv", options, {}, Repair::fail});
  CHECK(trace.requests.start == series.start);
  REQUIRE(trace.requests.values.size() == 12);
  CHECK(trace.requests.values[11] == 111);
}
