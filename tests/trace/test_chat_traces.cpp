#include <doctest/doctest.h>

#include <sstream>

#include "trace/samples.hpp"

// Traces of requests to language models: layouts that differ in a key and in the unit of time.

using namespace cadis;
using namespace cadis::test;

namespace {

const Options december{{"start", "2024-12-01T00:00:00Z"}};

/// The times as they are written, without date and Z.
std::string clock_times(const ImportedTrace& trace) {
  std::string text;
  for (const UtcTime time : trace.arrivals) {
    const std::string written = format_utc(time);
    text += (text.empty() ? "" : " ") + written.substr(11, written.size() - 12);
  }
  return text;
}

std::string lines_problem(const std::string& text, const Options& options = december,
                          const std::string& format = "auto") {
  const TextFile file("lines.jsonl", text);
  return problem(file.path(), {format, options, {}, Repair::fail});
}

std::string json_line(const std::string& time, const std::string& more = "") {
  return "{" + more + "\"timestamp\": " + time +
         ", \"input_length\": 400, \"output_length\": 90, \"hash_ids\": [0]}\n";
}

const std::string chat_keys = "\"chat_id\": 1, \"parent_chat_id\": -1, ";

ImportedTrace import_lines(const std::string& text, const Options& more = {}) {
  Options options = december;
  options.insert(more.begin(), more.end());
  const TextFile file("lines.jsonl", text);
  return import_trace(file.path(), {"auto", options, {}, Repair::fail}, formats::registry());
}

}  // namespace

TEST_CASE("chat traces whose times are seconds are not taken for the layout in milliseconds") {
  const auto trace = import_sample("qwen_bailian.jsonl", december);
  CHECK(trace.provenance.format == "qwen-bailian");
  CHECK(clock_times(trace) == "00:00:00 00:01:01.114 01:59:59.500");
  CHECK(trace.provenance.unit == "s");
  CHECK(trace.findings.empty());
}

TEST_CASE("a fraction of a millisecond asks for --time-unit, wherever in the file it stands") {
  std::string far;
  for (int i = 0; i < 2000; ++i) far += json_line(std::to_string(i));
  for (const std::string& text : {json_line("0") + json_line("61.114"), far + json_line("61000.5"),
                                  json_line("0.0") + json_line("61.0")}) {
    const auto refused = lines_problem(text);
    CHECK(refused.find("timestamp: expected a whole number of ms, got '") != std::string::npos);
    CHECK(refused.find("--time-unit: s or ms") != std::string::npos);
    CHECK(lines_problem(text, december, "mooncake") == refused);
  }
  CHECK(lines_problem(far + json_line("61000.5")).starts_with("F:2001: timestamp: "));
  CHECK(clock_times(import_lines(json_line("0") + json_line("61.114"), {{"time-unit", "s"}})) ==
        "00:00:00 00:01:01.114");
  CHECK(clock_times(import_lines(json_line("0") + json_line("61.6"), {{"time-unit", "ms"}})) ==
        "00:00:00 00:00:00.062");
}

TEST_CASE("chats whose times have no decimals ask whether they are seconds") {
  const std::string text = json_line("0", chat_keys) + json_line("61114", chat_keys);
  const auto refused = lines_problem(text);
  CHECK(refused.starts_with("F:2: timestamp: no time has decimals"));
  CHECK(refused.find("--time-unit: s or ms") != std::string::npos);
  CHECK(refused.find("say --format qwen-bailian") != std::string::npos);
  CHECK(clock_times(import_lines(text, {{"time-unit", "ms"}})) == "00:00:00 00:01:01.114");
  CHECK(lines_problem(text, december, "qwen-bailian").empty());
}

TEST_CASE("a line of another layout within the file stops the guess, and is told where it is not") {
  CHECK(lines_problem(json_line("0") + std::string(70'000, ' ') + "\n" + json_line("5", chat_keys))
            .starts_with("F:3: chat_id: is of another layout"));
  CHECK(lines_problem(json_line("0.5", chat_keys) + json_line("5.5"))
            .starts_with("F:2: chat_id: is not given; left out"));
  CHECK(lines_problem(json_line("0") + "{\"timestamp\": 5}\n")
            .starts_with("F:2: input_length: is not given"));
  const std::string unix_ms = json_line("1733011200000") + json_line("1733011200500");
  CHECK(lines_problem(unix_ms).find("F:1: timestamp: is more than 366 d of ms") == 0);
  CHECK(lines_problem(unix_ms, {{"start", "1970-01-01T00:00:00Z"}}, "mooncake").empty());
  CHECK(lines_problem(json_line("\"2024-12-01T00:00:00Z\"")).starts_with("F:1: timestamp: "));
  CHECK(lines_problem(json_line("-5"))
            .starts_with("F:1: timestamp: expected a number of at least 0 ms"));
}

TEST_CASE("BurstGPT counts seconds from midnight on, with and without its sessions") {
  const auto trace = import_sample("burstgpt.csv", december);
  CHECK(trace.provenance.format == "burstgpt");
  CHECK(clock_times(trace) == "00:00:05 00:00:45 00:01:58 00:00:00");
  CHECK(format_utc(trace.arrivals.back()) == "2024-12-02T00:00:00Z");
  REQUIRE(trace.findings.size() == 1);
  CHECK(trace.findings[0].find(":4: Response tokens: 0, a request that failed; it counts") !=
        std::string::npos);
  CHECK(clock_times(import_sample("burstgpt_sessions.csv", december)) ==
        "00:00:05.250 00:00:09.500");
  CHECK(problem(sample("burstgpt.csv"), {}).find("needs --start: midnight") != std::string::npos);
  const std::string burst_head =
      "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n";
  CHECK(lines_problem(burst_head + "1733011200,GPT-4,1,1,2,API log\n")
            .starts_with("F:2: Timestamp: is more than 366 d of seconds"));
  CHECK(lines_problem(burst_head + "-1,GPT-4,1,1,2,API log\n")
            .starts_with("F:2: Timestamp: expected a number of seconds of at least 0"));
  CHECK(lines_problem(burst_head + "2024-12-01 00:00:05,GPT-4,1,1,2,API log\n")
            .starts_with("F:2: Timestamp: expected a finite number, got '2024-12-01 00:00:05'"));
}

TEST_CASE("Azure's times of 2024 state their offset, those of 2023 ask for a zone") {
  const auto trace = import_sample("azure_llm_2024.csv");
  CHECK(trace.provenance.format == "azure-llm");
  CHECK(clock_times(trace) == "00:00:00.001 00:00:01 00:00:02.501");
  CHECK(clock_times(import_sample("azure_llm_2024.csv", {{"zone", "Europe/Berlin"}})) ==
        clock_times(trace));
  CHECK(problem(sample("azure_llm.csv"), {}) ==
        "F:2: TIMESTAMP: '2023-11-16 18:15:46.6805900' states no offset from UTC, so the format "
        "needs --zone: the time zone of its clock, UTC or an IANA name");
}

TEST_CASE("invocations that end behind two weeks, or before they begin, are no seconds of 2021") {
  const auto refused = [](const std::string& row) {
    return lines_problem("app,func,end_timestamp,duration\na,f,3600.5,1\n" + row);
  };
  CHECK(refused("a,f,3600500,500\n").starts_with("F:3: end_timestamp: seconds of two weeks"));
  CHECK(refused("a,f,3601,5000\n").starts_with("F:3: end_timestamp: seconds of two weeks"));
  CHECK(refused("a,f,1209600,5\n").empty());
}
