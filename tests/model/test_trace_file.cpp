#include <doctest/doctest.h>
#include <unistd.h>

#include <sstream>
#include <string>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "model/trace_file.hpp"

using namespace cadis;
namespace fs = std::filesystem;

namespace {
/// A trace file that lives as long as its test.
struct File {
  fs::path path =
      fs::temp_directory_path() / ("cadis-trace-" + std::to_string(::getpid()) + ".csv");
  explicit File(const std::string& text) { write_whole(path, text); }
  ~File() { fs::remove(path); }
};

template <class Read>
std::vector<std::string> problems(const std::string& text, Read read) {
  const File file(text);
  try {
    read(file.path);
  } catch (const ConfigError& error) {
    auto lines = error.problems();
    for (auto& line : lines) line.replace(0, file.path.string().size(), "F");
    return lines;
  }
  return {};
}
const std::string head = "timestamp_utc,g_per_kwh\n";
}  // namespace

TEST_CASE("a carbon trace reads back as it was written, with CRLF too") {
  const File file(head + "2023-06-01T00:00:00Z,100\r\n2023-06-01T00:30:00Z,0.1\r\n");
  const auto series = read_carbon_trace(file.path);
  CHECK(series.step == Seconds{1800});
  CHECK(format_utc(series.end()) == "2023-06-01T01:00:00Z");
  std::ostringstream written;
  write_carbon_trace(series, written);
  CHECK(written.str() == head + "2023-06-01T00:00:00Z,100\n2023-06-01T00:30:00Z,0.1\n");
}

TEST_CASE("every bad cell of a trace is named with file, line and column") {
  const auto found =
      problems(head +
                   "2023-06-01T00:00:00Z,1\n2023-06-01T01:00:00Z,-1\n2023-06-01T02:00:00Z,\n"
                   "2023-06-01T04:00:00Z,nan\n2023-06-01 05:00,1\n2023-06-01T05:00:00Z,1\n",
               read_carbon_trace);
  REQUIRE(found.size() == 6);
  CHECK(found[0] == "F:3: g_per_kwh: expected a finite number of at least 0 g/kWh, got '-1'");
  CHECK(found[3] ==
        "F:6: timestamp_utc: expected a time such as 2023-06-01T00:00:00Z, got '2023-06-01 05:00'");
  CHECK(found[4] ==
        "F:5: timestamp_utc: expected 2023-06-01T03:00:00Z, one step of 3600 s after the row "
        "before, got '2023-06-01T04:00:00Z'");
}

TEST_CASE("rows with another number of fields are told alone, and a header must be the whole") {
  const auto ragged = problems(
      head + "2023-06-01T00:00:00Z,1\n2023-06-01T01:00:00Z\n2023-06-01T02:00:00Z,3\n1,2,3\n",
      read_carbon_trace);
  CHECK(ragged == std::vector<std::string>{"F:3: expected 2 fields, as in the header, got 1",
                                           "F:5: expected 2 fields, as in the header, got 3"});
  for (const char* other : {"timestamp_utc\n", "timestamp_utc,g_per_kwh,note\n",
                            "timestamp_utc,timestamp_utc\n", "timestamp_utc,requests\n"}) {
    CAPTURE(other);
    const auto found = problems(other, read_carbon_trace);
    REQUIRE(found.size() == 1);
    CHECK(found[0].find("F:1: expected the header timestamp_utc,g_per_kwh, got timestamp_utc") ==
          0);
  }
  const File turned("g_per_kwh,timestamp_utc\n1,2023-06-01T00:00:00Z\n2,2023-06-01T00:15:00Z\n");
  CHECK(read_carbon_trace(turned.path).step == Seconds{900});
}

TEST_CASE("after twenty problems only their number is told") {
  std::string text = head;
  for (int i = 10; i < 40; ++i) text += "2023-06-01T00:" + std::to_string(i) + ":00Z,x\n";
  const auto found = problems(text, read_carbon_trace);
  REQUIRE(found.size() == 21);
  CHECK(found.back() == "F: and 10 more problems");
}

TEST_CASE("a trace without rows, without a step or without its column is refused") {
  CHECK(problems(head, read_carbon_trace).size() == 1);
  const auto one = problems(head + "2023-06-01T00:00:00Z,1\n", read_carbon_trace);
  REQUIRE(one.size() == 1);
  CHECK(one[0].find("at least two rows") != std::string::npos);
  CHECK(problems("timestamp_utc,g\n2023-06-01T00:00:00Z,1\n", read_carbon_trace).size() == 1);
  CHECK(problems(head + "2023-06-01T00:00:00Z,1\n2023-06-01T00:00:00Z,1\n", read_carbon_trace)
            .size() == 1);
}

TEST_CASE("counts are whole numbers and timestamps do not decrease") {
  CHECK(problems("timestamp_utc,requests\n2023-06-01T00:00:00Z,3\n2023-06-01T00:01:00Z,2.5\n",
                 read_count_trace)
            .size() == 1);
  CHECK(
      problems("timestamp_utc\n2023-06-01T00:00:01Z\n2023-06-01T00:00:01Z\n2023-06-01T00:00:00Z\n",
               read_timestamp_trace) ==
      std::vector<std::string>{"F:4: timestamp_utc: expected a time not before "
                               "2023-06-01T00:00:01Z, got '2023-06-01T00:00:00Z'"});
  CHECK(problems("timestamp_utc\n", read_timestamp_trace).size() == 1);
}
