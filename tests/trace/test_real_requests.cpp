#include <doctest/doctest.h>

#include "trace/pandas.hpp"

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

// The real files are not part of the project; these cases are skipped where they are absent.

namespace {

const fs::path requests_folder = fs::path(CADIS_SHARED_FOLDER) / "traces/requests";

/// Milliseconds after the epoch of a time such as 2023-06-01T00:00:00.000.
UtcTime instant(const nlohmann::json& text) {
  return parse_utc(text.get<std::string>() + "Z").value();
}

void check_counts(const ImportedTrace& trace, const nlohmann::json& expected) {
  const auto& counts = trace.requests.values;
  REQUIRE(counts.size() == expected.at("size"));
  CHECK(trace.provenance.repaired_steps == expected.at("missing").get<std::size_t>());
  CHECK(trace.requests.start == instant(expected.at("first")));
  CHECK(trace.provenance.requests == expected.at("sum").get<std::uint64_t>());
  for (const auto& [position, count] : expected.at("counts").items())
    CHECK(counts[std::stoi(position)] == count.get<double>());
}

void check_times(const ImportedTrace& trace, const nlohmann::json& expected) {
  REQUIRE(trace.arrivals.size() == expected.at("size").get<std::size_t>());
  for (const auto& [position, time] : expected.at("times").items())
    CHECK(trace.arrivals[std::stoul(position)] == instant(time));
}

}  // namespace

TEST_CASE("every real request file gives the requests, sums and values that pandas reads") {
  const auto expected = ask_pandas("pandas_requests.py", requests_folder);
  if (expected.is_null()) return;
  CHECK(expected.size() >= 16);
  for (const auto& entry : expected) {
    ImportChoices choices;
    choices.format = entry.at("format");
    for (const auto& [name, value] : entry.at("options").items()) {
      if (name == "step")
        choices.step = parse_duration(value.get<std::string>());
      else
        choices.options[name] = value;
    }
    if (entry.at("repair") == "hold") choices.repair = Repair::hold;
    const std::string file = entry.at("file");
    INFO(file, " ", entry.at("options").dump());
    const auto trace = import_trace(requests_folder / file, choices, formats::registry());
    if (entry.contains("times"))
      check_times(trace, entry);
    else
      check_counts(trace, entry);
  }
}

TEST_CASE("durations, memory and missing days of real files are refused for what they are") {
  if (!fs::exists(requests_folder)) {
    MESSAGE("skipped: the real traces are not here");
    return;
  }
  for (const char* name : {"format_durations.csv", "format_memory.csv"}) {
    const auto file = requests_folder / "azure_functions" / name;
    CHECK(problem(file, {"auto", {{"start", "2019-07-15T00:00:00Z"}}, {}, {}})
              .find("F:1: holds durations or memory, not requests") == 0);
  }
  const Options nasa{{"time-column", "local_time"},
                     {"value-column", "requests"},
                     {"time-unit", "date"},
                     {"zone", "Etc/GMT+4"}};
  const auto file = requests_folder / "nasa/nasa_http_1995_per_minute.csv";
  const auto refused = problem(file, {"counts-csv", nasa, {}, {}});
  CHECK(refused.find("local_time: gap: no row from 1995-07-28T17:33:00Z to 1995-08-01T04:00:00Z") !=
        std::string::npos);
  CHECK(refused.find("from 1995-08-01T18:53:00Z") == std::string::npos);  // only five are shown
}
