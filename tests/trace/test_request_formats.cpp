#include <doctest/doctest.h>

#include <sstream>

#include "trace/samples.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

const Options midnight{{"start", "2023-06-01T00:00:00Z"}};

Options with(Options options, const Options& more) {
  options.insert(more.begin(), more.end());
  return options;
}

/// The trace as it is written, line ends as blanks.
std::string written(const std::string& file, const ImportChoices& choices) {
  std::ostringstream text;
  write_trace(import_trace(sample(file), choices, formats::registry()), text);
  std::string line = text.str();
  for (auto at = line.find('\n'); at != std::string::npos; at = line.find('\n'))
    line.replace(at, 1, at + 1 < line.size() ? " " : "");
  return line;
}

ImportChoices choose(const std::string& format, const Options& options,
                     std::optional<Seconds> step = {}, Repair repair = Repair::fail) {
  ImportChoices choices;
  choices.format = format;
  choices.options = options;
  choices.step = step;
  choices.repair = repair;
  return choices;
}

const Options minutes =
    with(midnight, {{"time-column", "time"}, {"value-column", "value"}, {"time-unit", "min"}});

}  // namespace

TEST_CASE("a day of Azure Functions adds up its functions, or gives one of them") {
  const auto all = import_sample("azure_functions.csv", midnight);
  REQUIRE(all.requests.values.size() == 1440);
  CHECK(all.requests.step.value() == 60);
  CHECK(all.requests.values[0] == 1);
  CHECK(all.requests.values[1439] == 7);
  CHECK(all.provenance.requests == 1440 + 7);  // 480 times 1 + 2 + 0, and 7
  const auto one = import_sample("azure_functions.csv", with(midnight, {{"function", "g"}}));
  CHECK(one.provenance.requests == 7);
  const auto file = sample("azure_functions.csv");
  CHECK(problem(file, choose("auto", with(midnight, {{"function", "h"}}))) ==
        "F: has no function 'h'");
  CHECK(problem(file, choose("auto", {})).find("needs --start") != std::string::npos);
  CHECK(problem(file, choose("auto", {{"start", "2019-07-15"}})) ==
        "--start: expected UTC as 2023-06-01T00:00:00Z, got '2019-07-15'");
}

TEST_CASE("invocations of 2021 arrive at their end less their duration, in seconds") {
  ImportChoices choices = choose("auto", midnight);
  CHECK(problem(sample("azure_functions_2021.csv"), choices).find("choose --sort") ==
        std::string::npos);  // by their ends they would need it
  CHECK(written("azure_functions_2021.csv", choices) ==
        "timestamp_utc 2023-06-01T00:00:02.001Z 2023-06-01T00:00:03.500Z "
        "2023-06-01T00:00:03.750Z");
}

TEST_CASE("Azure's seven decimals are rounded to the millisecond, over midnight, too") {
  CHECK(written("azure_llm.csv", choose("auto", {{"zone", "UTC"}})) ==
        "timestamp_utc 2023-11-16T18:15:46.681Z 2023-11-16T18:15:46.681Z 2023-11-17T00:00:00Z");
  CHECK(written("azure_llm.csv", choose("auto", {{"zone", "America/Los_Angeles"}}))
            .find(" 2023-11-17T02:15:46.681Z ") != std::string::npos);
  CHECK(problem(sample("azure_llm.csv"), choose("auto", {})).find("needs --zone") !=
        std::string::npos);
}

TEST_CASE("each line of Mooncake's JSON is a request, its milliseconds counted from --start") {
  CHECK(written("mooncake.jsonl", choose("auto", midnight)) ==
        "timestamp_utc 2023-06-01T00:00:00Z 2023-06-01T00:00:00Z 2023-06-01T00:00:03Z");
  const auto line = [](const std::string& text) {
    const TextFile file("lines.jsonl", "{\"timestamp\": 0}\n" + text);
    return problem(file.path(), choose("mooncake", midnight));
  };
  CHECK(line("{\"timestamp\": 1}{\"timestamp\": 2}\n\n") == "");
  CHECK(line("5\n").find("F:2: expected an object") == 0);
  CHECK(line("{\"timestamp\": \"x\"}\n").find("F:2: timestamp: ") == 0);
  CHECK(line("{\"timestamp\": 1e300}\n").find("F:2: timestamp: ") == 0);
  CHECK(line("{\"input_length\": 1}\n").find("F:2: timestamp: ") == 0);
  CHECK(line("{\"timestamp\": 1\n").find("F:") == 0);
}

TEST_CASE("bare counts are told apart by commas, blanks and line ends, and none is passed over") {
  const auto counts = [](const std::string& text, Repair repair = Repair::fail) {
    const TextFile file("counts.txt", text);
    const auto choices = choose("counts", midnight, Seconds{60}, repair);
    const auto refusal = problem(file.path(), choices);
    if (!refusal.empty()) return refusal;
    std::string list;
    for (const double count :
         import_trace(file.path(), choices, formats::registry()).requests.values)
      list += std::to_string(static_cast<int>(count)) + " ";
    return list;
  };
  CHECK(written("counts.txt", choose("counts", midnight, Seconds{60})) ==
        "timestamp_utc,requests 2023-06-01T00:00:00Z,3 2023-06-01T00:01:00Z,0 "
        "2023-06-01T00:02:00Z,12 2023-06-01T00:03:00Z,5 2023-06-01T00:04:00Z,7 "
        "2023-06-01T00:05:00Z,8");
  CHECK(counts("1 2\t3\r\n4,5 , 6,\n7,") == "1 2 3 4 5 6 7 ");
  CHECK(counts("1,,3,nan").find("F:1: count: no value: 2023-06-01T00:01:00Z") == 0);
  CHECK(counts("1,,3,null", Repair::hold) == "1 1 3 3 ");
  CHECK(
      counts("1\n2\n3.5").find("F:3: expected a whole number of at least 0 requests, got '3.5'") ==
      0);
  for (const char* bad : {"-1", "inf", "1e300", "requests", "0x10"}) {
    CAPTURE(bad);
    CHECK(counts(std::string("1\n") + bad).find("F:2: expected a whole number") == 0);
  }
  CHECK(counts("1 " + std::string(1000, '2')).find("F:1: more than 64 bytes") == 0);
  const Options last{{"start", "9999-12-31T23:58:00Z"}};
  CHECK(problem(sample("counts.txt"), choose("counts", last, Seconds{60}))
            .find("F:3: position: expected a time in the years 1 to 9999") == 0);
  CHECK(problem(sample("counts.txt"), choose("counts", midnight)).find("needs --step") !=
        std::string::npos);
}

TEST_CASE("counts in any CSV: numbered minutes, a column of holes, and repairs that stay whole") {
  Options holes = minutes;
  holes["missing-column"] = "gap";
  const auto refused = problem(sample("counts_minutes.csv"), choose("counts-csv", holes));
  CHECK(refused.find("F:4: value: no value: 2023-06-01T00:02:00Z") == 0);
  const auto linear = choose("counts-csv", holes, {}, Repair::linear);
  CHECK(written("counts_minutes.csv", linear)
            .ends_with(  // between 60 and 61
                "2023-06-01T00:01:00Z,60 2023-06-01T00:02:00Z,61 2023-06-01T00:03:00Z,61"));
  CHECK(import_trace(sample("counts_minutes.csv"), linear, formats::registry()).provenance.repair ==
        "linear, rounded to whole requests");
  const Options local{{"time-column", "time"},
                      {"value-column", "value"},
                      {"time-unit", "date"},
                      {"zone", "America/New_York"}};
  CHECK(written("counts_local.csv", choose("counts-csv", local, {}, Repair::hold))
            .ends_with("1995-07-01T04:01:00Z,0 1995-07-01T04:02:00Z,0 1995-07-01T04:03:00Z,7"));
}

TEST_CASE("counts of short steps add up to longer ones, and are never split") {
  CHECK(written("counts_minutes.csv", choose("counts-csv", minutes, Seconds{120})) ==
        "timestamp_utc,requests 2023-06-01T00:00:00Z,90 2023-06-01T00:02:00Z,61");
  CHECK(problem(sample("counts_minutes.csv"), choose("counts-csv", minutes, Seconds{30}))
            .find("F:2: time: requests of 1 min cannot be told apart") == 0);
}

TEST_CASE("zeros in a row are told where the mean gives 100 requests, and missing if so chosen") {
  std::string text = "time,value\n";
  for (int i = 0; i < 12; ++i)
    text += std::to_string(i) + "," + (i >= 4 && i < 8 ? "0" : i == 10 ? "0" : "100") + "\n";
  const TextFile file("zeros.csv", text);
  const auto kept = import_trace(file.path(), choose("counts-csv", minutes), formats::registry());
  CHECK(kept.requests.values[4] == 0);  // the single zero at 10 is below the mean's 58
  REQUIRE(kept.provenance.findings.size() == 1);
  CHECK(kept.findings.front().find(":6: value: zeros in a row") != std::string::npos);
  Options missing = minutes;
  missing["zeros"] = "missing";
  CHECK(problem(file.path(), choose("counts-csv", missing)).find("4 of 12 steps have no value") !=
        std::string::npos);
  const auto held = import_trace(file.path(), choose("counts-csv", missing, {}, Repair::hold),
                                 formats::registry());
  CHECK(held.requests.values[7] == 100);
  CHECK(held.requests.values[10] == 0);
}

TEST_CASE("scaled counts stay whole, and no sum from the start on is off by more than a half") {
  for (const double factor : {0.1, 0.3, 1.0, 2.5}) {
    ImportChoices choices = choose("counts", midnight, Seconds{60});
    const auto plain = import_trace(sample("counts.txt"), choices, formats::registry());
    choices.scale = factor;
    const auto scaled = import_trace(sample("counts.txt"), choices, formats::registry());
    double exact = 0, sum = 0;
    for (Eigen::Index i = 0; i < plain.requests.values.size(); ++i) {
      exact += factor * plain.requests.values[i];
      sum += scaled.requests.values[i];
      CHECK(std::abs(sum - exact) <= 0.5 + 1e-9);
      CHECK(scaled.requests.values[i] == std::floor(scaled.requests.values[i]));
      CHECK(scaled.requests.values[i] >= 0);
    }
  }
}

TEST_CASE("times of requests are what the user says they are, and sorted where that is chosen") {
  CHECK(written("timestamps.txt", choose("timestamps", {{"time-unit", "date"}})) ==
        "timestamp_utc 2023-06-01T00:00:00Z 2023-06-01T01:00:00.250Z 2023-06-01T01:00:01.001Z");
  const Options unix{
      {"time-unit", "s"}, {"start", "1970-01-01T00:00:00Z"}, {"time-column", "time"}};
  auto choices = choose("timestamps", unix);
  const auto refused = problem(sample("timestamps_unix.csv"), choices);
  CHECK(refused.find("F:4: time: time goes back: 2023-06-01T00:00:01.250Z after "
                     "2023-06-01T00:00:02Z") == 0);
  CHECK(refused.find("choose --sort") != std::string::npos);
  choices.sort = true;
  CHECK(written("timestamps_unix.csv", choices) ==
        "timestamp_utc 2023-06-01T00:00:00.500Z 2023-06-01T00:00:01.250Z 2023-06-01T00:00:02Z");
  const auto sorted = import_trace(sample("timestamps_unix.csv"), choices, formats::registry());
  CHECK(sorted.provenance.repair == "sort");
  CHECK(sorted.provenance.requests == 3);
}

TEST_CASE("a time is never guessed: unit, zone and start that are missing or too many are errors") {
  const TextFile file("times.txt", "2023-06-01 00:00:00\n");
  const auto refusal = [&](const Options& options) {
    return problem(file.path(), choose("timestamps", options));
  };
  CHECK(refusal({}).find("needs --time-unit") != std::string::npos);
  CHECK(refusal({{"time-unit", "date"}}).find("F:1: expected a time such as") == 0);
  CHECK(refusal({{"time-unit", "date"}}).find("needs --zone") != std::string::npos);
  CHECK(refusal({{"time-unit", "date"}, {"zone", "UTC"}}) == "");
  CHECK(refusal({{"time-unit", "s"}}).find("--start: expected UTC") == 0);
  CHECK(refusal(with(midnight, {{"time-unit", "s"}})).find("F:1: expected a number of s since") ==
        0);
  CHECK(refusal(with(midnight, {{"time-unit", "date"}})).find("--start: dates say") == 0);
  CHECK(
      refusal(with(midnight, {{"time-unit", "s"}, {"zone", "UTC"}})).find("--zone: times since") ==
      0);
  for (const char* text :
       {"0000-12-31 23:59:59", "9999-12-31 23:59:59.9995", "1e300", "nan", "a,b"}) {
    const TextFile odd("odd.txt", std::string("2023-06-01T00:00:00Z\n") + text + "\n");
    CAPTURE(text);
    CHECK(problem(odd.path(), choose("timestamps", {{"time-unit", "date"}, {"zone", "UTC"}}))
              .find("F:2: expected ") == 0);
  }
}

TEST_CASE("choices that mean nothing for a kind of trace are refused, not ignored") {
  const auto arrivals = [](auto change) {
    ImportChoices choices = choose("auto", {{"zone", "UTC"}});
    change(choices);
    return problem(sample("azure_llm.csv"), choices);
  };
  CHECK(arrivals([](auto& c) { c.step = Seconds{60}; }).find("have no --step") !=
        std::string::npos);
  CHECK(arrivals([](auto& c) { c.repair = Repair::hold; }).find("no --repair") !=
        std::string::npos);
  CHECK(arrivals([](auto& c) { c.scale = 2; }).find("no --scale") != std::string::npos);
  ImportChoices counts = choose("counts", midnight, Seconds{60});
  counts.sort = true;
  CHECK(problem(sample("counts.txt"), counts).find("takes no --sort") != std::string::npos);
}
