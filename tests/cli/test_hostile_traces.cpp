#include <doctest/doctest.h>

#include <regex>

#include "cli/program.hpp"
#include "model/broken_documents.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;
using sample::broken;

namespace {

struct Hostile {
  std::string content;
  std::string message;  ///< regular expression of what the refusal says behind the file's name
};

/// Each is refused with exit code 2, says so with file and line, and writes nothing.
void check_refused(const std::string& choices, const std::vector<Hostile>& table) {
  const SampleStudy folder;
  for (const auto& [content, message] : table) {
    folder.write("in.txt", content);
    const auto before = names_in(folder.file(""));
    const auto outcome =
        run_program(folder.file(""), "trace import in.txt " + choices + " --out out.csv");
    INFO(choices, ": ", content.substr(0, 80), ": ", outcome.err.substr(0, 500));
    CHECK(outcome.signal == 0);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(std::regex_search(outcome.err.substr(0, 2000), std::regex("in\\.txt:" + message)));
    CHECK(names_in(folder.file("")) == before);
  }
}

const std::string binary(
    "\x7f"
    "ELF\x02\x01\x01\0\0\0\xff\xfe\n\0\x80",
    16);
const std::string long_line(10'000'000, '7');
const std::string midnight = " --start 2023-06-01T00:00:00Z";

}  // namespace

TEST_CASE("bytes that are no counts are refused with their line") {
  check_refused("--format counts --step '1 min'" + midnight,
                {{binary, "1: "},
                 {long_line, "1: more than 64 bytes"},
                 {"1\n2\n" + std::string("3\0", 2), "3: holds a NUL byte"},
                 {"1\n-2", "2: expected a whole number"},
                 {"1\n\n1e300", "3: expected a whole number"},
                 {"1 9007199254740993000", "1: expected a whole number"},
                 {"9007199254740992 9007199254740992", " holds .* requests; more than 2\\^53"},
                 {"1\ninf", "2: expected a whole number"},
                 {"nan,nan", "1: count: no value"},
                 {"\n\n  \n", " holds no row"}});
}

TEST_CASE("bytes that are no counts of a CSV are refused with their line") {
  const std::string head = "time,value\n2023-06-01 00:00,1\n";
  check_refused(
      "--format counts-csv --time-column time --value-column value --time-unit date --zone UTC",
      {{binary, "1: "},
       {long_line, "1: a row is longer than"},
       {head + "2023-06-01 00:01,\"" + long_line, "3: "},
       {head + std::string("2023-06-01\0,1", 13), "3: holds a NUL byte"},
       {head + "0000-01-01 00:00,1", "3: time: expected a time"},
       {head + "2023-06-01 00:01,1\n9999-12-31 23:59,1", "4: time: .* is more than 10000000 steps"},
       {head + "10000-01-01 00:00,1", "3: time: expected a time"},
       {head + "2023-06-01 00:01,-1", "3: value: expected a whole number"},
       {head + "2023-06-01 00:01,inf", "3: value: expected a finite number"},
       {head + "2023-06-01 00:01,1e400", "3: value: expected a finite number"},
       {head + "2023-06-01 00:01,1e300", "3: value: expected a whole number"},
       {head + "2023-06-01 00:01,nan", "3: value: no value"},
       {head + "2023-06-01 00:01", "3: expected 2 fields"}});
}

TEST_CASE("bytes that are no times of requests are refused with their line") {
  const std::string head = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-06-01 00:00:00.1,1,1\n";
  check_refused("--format azure-llm --zone UTC",
                {{binary, "1: "},
                 {head + long_line, "3: a row is longer than"},
                 {head + "0000-06-01 00:00:00,1,1", "3: TIMESTAMP: expected a time"},
                 {head + "9999-12-31 23:59:59.9999999,1,1", "3: TIMESTAMP: expected a time"},
                 {head + "2023-06-01 00:00:00,1,1", "3: TIMESTAMP: time goes back"},
                 {head + "nan,1,1", "3: TIMESTAMP: expected a time"},
                 {head + ",,", "3: TIMESTAMP: expected a time"}});
  const std::string functions = "app,func,end_timestamp,duration\na,f,1,1\n";
  check_refused("--format azure-functions-2021" + midnight,
                {{functions + "a,f,inf,1", "3: end_timestamp: expected a finite number"},
                 {functions + "a,f,1e300,1", "3: end_timestamp: expected a number of seconds"},
                 {functions + "a,f,1,-1", "3: duration: expected a number of seconds"},
                 {functions + "a,f,1,nan", "3: duration: expected a number of seconds"}});
}

TEST_CASE("JSON lines that are deep, cut, long or of other types are refused with their line") {
  const std::string head = "{\"timestamp\": 0, \"input_length\": 1}\n";
  check_refused(
      "--format mooncake" + midnight,
      {{binary, "1: "},
       {head + "{\"timestamp\": 1, ", "2: "},
       {head + "{\"a\": " + std::string(100'000, '['), "2: nests deeper than 32"},
       {head + "{\"a\": \"" + long_line, "2: more than 1048576 bytes"},
       {head + "{\"a\": \"\xff\"}", "2: is broken JSON"},
       {head + "{\"timestamp\": null}", "2: timestamp: expected a number of ms"},
       {head + "{\"timestamp\": [5]}", "2: timestamp: expected a number of ms"},
       {head + "{\"timestamp\": -1e18}", "2: timestamp: expected a number of at least 0 ms"},
       {head + "{\"timestamp\": -1}", "2: timestamp: expected a number of at least 0 ms"},
       {head + "[]", "2: expected an object"}});
}

TEST_CASE(
    "an imported trace of counts and one of single requests run, and the manifest says whence") {
  const SampleStudy folder;
  folder.write("counts.txt", "5 0 7\n");
  folder.write("times.txt", "0.25\n1.5\n3599\n");
  const auto import = [&](const std::string& arguments) {
    const auto outcome = run_program(folder.file(""), "trace import " + arguments);
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
  };
  import("counts.txt --format counts --step '1 h' --out counts.csv" + midnight);
  import("times.txt --format timestamps --time-unit s --out times.csv" + midnight);
  for (const auto& [trace, arrivals] : {std::pair{"counts.csv", 12}, {"times.csv", 3}}) {
    auto scenario = broken(small_base, {"{process: poisson, rate_rps: 20}",
                                        std::string("{process: trace, file: ") + trace + "}", ""});
    folder.write("run.yaml", broken(scenario, {"12 h", "3 h", ""}));
    const auto outcome = run_program(folder.file(""), "run run.yaml --force --out out");
    REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
    const auto summary = folder.table("out/summary.csv");
    CHECK(summary.cell(0, summary.column("arrivals").value()) == std::to_string(arrivals));
    const auto manifest = read_text(folder.file("out/manifest.json"));
    CHECK(manifest.find("\"requests\": " + std::to_string(arrivals)) != std::string::npos);
  }
  folder.write("times.csv", "timestamp_utc\n2023-06-01T00:00:01Z\n");
  const auto edited = run_program(folder.file(""), "run run.yaml --force --out out");
  CHECK(edited.code == 2);
  CHECK(edited.err.find("was changed since it was imported") != std::string::npos);
}
