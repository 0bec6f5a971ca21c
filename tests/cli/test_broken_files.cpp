#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "model/broken_documents.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;
using sample::Break;
using sample::broken;

namespace {

const std::string import_file =
    read_text(std::string(CADIS_SOURCE_FOLDER) + "/tests/data/electricity_maps_tiny.csv");

/// Runs the program on a folder with a broken input: exit code 2, nothing on stdout, nothing new in
/// the folder. The message.
std::string refusal(const SampleStudy& folder, const std::string& arguments) {
  const auto before = names_in(folder.file(""));
  const auto outcome = run_program(folder.file(""), arguments);
  CAPTURE(arguments);
  CAPTURE(outcome.err);
  CHECK(outcome.signal == 0);
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  CHECK(names_in(folder.file("")) == before);
  return outcome.err;
}

/// Every change of a good document is refused by every one of these commands, with a message that
/// `is_reported` (its file, line and key) accepts.
template <class IsReported>
void check_each(const std::string& good, const std::string& name, const std::vector<Break>& table,
                const std::vector<std::string>& commands, const IsReported& is_reported) {
  const SampleStudy folder;
  for (const auto& change : table) {
    folder.write(name, broken(good, change));
    CAPTURE(change.to);
    for (const auto& command : commands) {
      const auto message = refusal(folder, command);
      CHECK_MESSAGE(is_reported(message, name, change.key), message);
    }
  }
}

void check_yaml(const std::string& good, const std::string& name, const std::vector<Break>& table,
                const std::vector<std::string>& commands) {
  check_each(good, name, table, commands, sample::is_reported);
}

void check_csv(const std::string& good, const std::string& name, const std::vector<Break>& table,
               const std::vector<std::string>& commands) {
  check_each(good, name, table, commands,
             [](const auto& message, const auto& file, const auto& key) {
               return message.find(file + key) != std::string::npos;
             });
}

/// The scenarios' table without what this program finds only when it runs: see the case on `static`
/// below.
std::vector<Break> found_before_the_run() {
  auto table = sample::broken_scenarios;
  std::erase_if(table, [](const Break& change) { return change.to == "{name: static}"; });
  return table;
}

}  // namespace

TEST_CASE("`run` refuses every broken scenario before it starts anything") {
  check_yaml(sample::scenario, "scenario.yaml", found_before_the_run(),
             {"run scenario.yaml --out out"});
}

TEST_CASE("`run` and `validate` refuse every broken platform") {
  check_yaml(sample::platform, "devices.yaml", sample::broken_platforms,
             {"run scenario.yaml --out out", "validate devices.yaml"});
}

TEST_CASE("`run` and `validate` refuse every broken family") {
  check_yaml(sample::family, "pair.yaml", sample::broken_families,
             {"run scenario.yaml --out out", "validate pair.yaml"});
}

TEST_CASE("`study` refuses every broken study, and a broken scenario below it") {
  check_yaml(sample::study, "study.yaml", sample::broken_studies,
             {"study study.yaml --out out", "validate study.yaml"});
  const SampleStudy folder;
  folder.write("study.yaml", sample::study);
  folder.write("small.yaml", broken(small_base, {"epoch: 1 h", "epoch: 1", ""}));
  CHECK(sample::is_reported(refusal(folder, "study study.yaml --out out"), "small.yaml", "epoch"));
  std::string indented = "\n  " + small_base;
  for (auto at = indented.find('\n', 1); at + 1 < indented.size(); at = indented.find('\n', at + 1))
    indented.insert(at + 1, "  ");
  folder.write("study.yaml", broken(broken(sample::study, {" small.yaml\n", indented, ""}),
                                    {"epoch: 1 h", "epoch: 1", ""}));
  CHECK(refusal(folder, "study study.yaml --out out").find("study.yaml:8:10: epoch: ") !=
        std::string::npos);
}

TEST_CASE("`run` and `validate` refuse every broken carbon trace with its line and column") {
  const auto scenario =
      broken(sample::scenario, {"constant_g_per_kwh: 100", "file: trace.csv", ""});
  const SampleStudy folder;
  for (const auto& change : sample::broken_carbon_traces) {
    folder.write("scenario.yaml", scenario);
    folder.write("trace.csv", broken(sample::carbon_trace, change));
    CAPTURE(change.to);
    for (const auto* command : {"run scenario.yaml --out out", "validate trace.csv"}) {
      const auto message = refusal(folder, command);
      CHECK_MESSAGE(message.find("trace.csv" + change.key) != std::string::npos, message);
    }
  }
}

TEST_CASE("`run` refuses a carbon trace that does not cover the run, at the scenario's line") {
  const SampleStudy folder;
  folder.write("trace.csv", sample::carbon_trace);
  for (const Break& change : {Break{"2023-06-01T00:00:00Z", "2023-05-31T23:59:59Z", ""},
                              {"duration: 2 h", "duration: 7201 s", ""},
                              {"2023-06", "2033-06", ""}}) {
    folder.write("scenario.yaml", broken(broken(sample::scenario,
                                                {"constant_g_per_kwh: 100", "file: trace.csv", ""}),
                                         change));
    const auto message = refusal(folder, "run scenario.yaml --out out");
    CHECK_MESSAGE(sample::is_reported(message, "scenario.yaml", "carbon.file"), message);
    CHECK_MESSAGE(message.find("2023-06-01T02:00:00Z") != std::string::npos,
                  message);  // where the trace ends
  }
}

TEST_CASE("a byte-order mark, CRLF and a missing last newline leave a trace good") {
  const SampleStudy folder;
  std::string crlf = sample::carbon_trace;
  for (auto at = crlf.find('\n'); at != std::string::npos; at = crlf.find('\n', at + 2))
    crlf.insert(at, "\r");
  folder.write("mark.csv", "\xEF\xBB\xBF" + sample::carbon_trace);
  folder.write("crlf.csv", crlf);
  folder.write("short.csv", sample::carbon_trace.substr(0, sample::carbon_trace.size() - 1));
  folder.write("quoted.csv", broken(sample::carbon_trace, {"110", "\"110\"", ""}));
  const auto outcome =
      run_program(folder.file(""), "validate mark.csv crlf.csv short.csv quoted.csv");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("`run` and `validate` refuse every broken trace of requests") {
  const SampleStudy folder;
  const auto scenario =
      broken(sample::scenario, {"poisson, rate_rps: 20", "trace, file: requests.csv", ""});
  const auto check = [&](const std::string& good, const std::vector<Break>& table) {
    for (const auto& change : table) {
      folder.write("scenario.yaml", scenario);
      folder.write("requests.csv", broken(good, change));
      CAPTURE(change.to);
      for (const auto* command : {"run scenario.yaml --out out", "validate requests.csv"}) {
        const auto message = refusal(folder, command);
        CHECK_MESSAGE(message.find("requests.csv" + change.key) != std::string::npos, message);
      }
    }
  };
  check(sample::count_trace, sample::broken_count_traces);
  check(sample::timestamp_trace, sample::broken_timestamp_traces);
  for (const auto& trace :
       {sample::count_trace, sample::timestamp_trace}) {  // neither reaches the run
    folder.write("requests.csv", trace);
    folder.write("scenario.yaml", broken(scenario, {"2023-06-01", "2023-07-01", ""}));
    CHECK(sample::is_reported(refusal(folder, "run scenario.yaml --out out"), "scenario.yaml",
                              "arrivals.file"));
  }
}

TEST_CASE("`trace import` refuses every broken year and writes nothing, to a file or to stdout") {
  const std::vector<Break> table = {
      {"2023-01-01 01:00:00", "2023-01-01 01:30:00", ":3: Datetime (UTC): "},
      {"2023-01-01 01:00:00", "2023-01-01 00:00:00", ":3: Datetime (UTC): "},
      {"2023-01-01 01:00:00", "01/01/2023 01:00", ":3: Datetime (UTC): "},
      {"2023-01-01 01:00:00", "2023-02-29 01:00:00", ":3: Datetime (UTC): "},
      {"0.00", "", ":3: Carbon Intensity gCO₂eq/kWh (direct): "},
      {"0.00", "-1", ":3: Carbon Intensity gCO₂eq/kWh (direct): "},
      {"0.00", "n/a", ":3: Carbon Intensity gCO₂eq/kWh (direct): "},
      {"(direct)", "(indirect)", ":1: "},
      {"(LCA)", "(direct)", ":1: "},
      {"Datetime (UTC)", "Time", ":1: "},
      {"\"made up, b\"", "\"made up, b", ":3: "},
      {"0.00,", "0.00", ":3: expected 7 fields"},
      {import_file, "", ": is empty"}};
  check_csv(import_file, "year.csv", table,
            {"trace import year.csv --column direct --out new.csv",
             "trace import year.csv --column direct"});
}

TEST_CASE("what is no YAML map, or no file at all, is refused by its name") {
  const SampleStudy folder;
  for (const std::string text : {"", "# nothing\n", "- 1\n", "just text", "a: [1, 2\nb: 3",
                                 "a: 1\n---\nb: 2", "a: &x [*x]", "a: *nowhere", "\tname: x"}) {
    folder.write("bad.yaml", text);
    CAPTURE(text);
    for (const auto* command :
         {"run bad.yaml --out out", "study bad.yaml --out out", "validate bad.yaml"}) {
      CHECK(sample::is_reported(refusal(folder, command), "bad.yaml", ""));
    }
  }
  for (const auto* command : {"run none.yaml --out out", "study none.yaml --out out",
                              "validate none.yaml", "trace import none.yaml --column direct"}) {
    CHECK(refusal(folder, command).find("none.yaml: ") != std::string::npos);
  }
  CHECK(refusal(folder, "run . --out out").find("expected a file") != std::string::npos);
}

TEST_CASE("a study whose alias holds itself is refused, too, and not a crash") {
  const SampleStudy folder;
  for (const auto& change :
       {Break{"pue: [1, 1.5]", "pue: [&x [*x]]", ""}, Break{"study: small", "study: &x [*x]", ""},
        Break{"[1, 2]", "&x [*x]", ""}}) {
    folder.write("study.yaml", broken(sample::study, change));
    CAPTURE(change.to);
    for (const auto* command : {"study study.yaml --out out", "validate study.yaml"}) {
      CHECK(sample::is_reported(refusal(folder, command), "study.yaml", ""));
    }
  }
}

TEST_CASE("a value of an axis that no scenario takes is reported with the study's file and line") {
  const std::vector<Break> table = {
      {"pue: [1, 1.5]", "pue: [1, 0.5]", ".*pue"},
      {"pue: [1, 1.5]", "puu: [1, 1.5]", ".*puu"},
      {"pue: [1, 1.5]", "arrivals: [{process: poison}]", ".*arrivals.process"},
      {"pue: [1, 1.5]", "carbon: [{climatology: GB-1066}]", ".*carbon.climatology"},
      {"{name: static-small}", "{name: static-smal}", ".*policy.name"},
  };
  const SampleStudy folder;
  for (const auto& change : table) {
    folder.write("study.yaml", broken(sample::study, change));
    const auto message = refusal(folder, "study study.yaml --out out");
    CHECK_MESSAGE(
        std::regex_search(message, std::regex(R"(study\.yaml:[56]:\d+: )" + change.key + ": ")),
        message);
  }
}

TEST_CASE("a study's base that is not there is reported at its line") {
  const SampleStudy folder;
  folder.write("study.yaml", broken(sample::study, {"small.yaml", "none.yaml", ""}));
  const auto message = refusal(folder, "study study.yaml --out out");
  CHECK_MESSAGE(sample::is_reported(message, "study.yaml", "base"), message);
}

TEST_CASE(
    "`static` without its variant is refused by `validate`, `run` and `study` with file, line and "
    "key") {
  const SampleStudy folder;
  folder.write(
      "scenario.yaml",
      broken(sample::scenario, {"{name: heuristic, range: running, window: 6 h, label: mine}",
                                "{name: static}", ""}));
  for (const auto* command : {"validate scenario.yaml", "run scenario.yaml --out out"}) {
    const auto message = refusal(folder, command);
    CHECK_MESSAGE(sample::is_reported(message, "scenario.yaml", "policy"), message);
  }
  folder.write("study.yaml", broken(sample::study, {"{name: static-small}", "{name: static}", ""}));
  CHECK(refusal(folder, "study study.yaml --out out").find("policy") != std::string::npos);
}
