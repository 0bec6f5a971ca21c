#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "model/broken_documents.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;
using sample::broken;

namespace {

/// Thirteen hours of 1 June 2023 in the layout of letswaitawhile.
std::string hours() {
  std::string text = "Time,Carbon Intensity\n";
  for (int h = 0; h < 13; ++h)
    text += "2023-06-01 " + std::string(h < 10 ? "0" : "") + std::to_string(h) + ":00:00,100\n";
  return text;
}

}  // namespace

TEST_CASE(
    "an imported trace runs, its manifest says where it came from, an edited one is refused") {
  const SampleStudy folder;
  folder.write("hours.csv", hours());
  const auto imported = run_program(folder.file(""), "trace import hours.csv --out trace.csv");
  CHECK(imported.code == 0);
  CHECK(imported.out.empty());
  CHECK(imported.err.find("letswaitawhile: 13 steps, 0 repaired") != std::string::npos);
  const std::string run = "run small.yaml --force --out out --set 'carbon={file: trace.csv}'";
  REQUIRE(run_program(folder.file(""), run).code == 0);
  const auto manifest = nlohmann::json::parse(read_text(folder.file("out/manifest.json")));
  CHECK(manifest.at("carbon_provenance").at("source") == "hours.csv");
  CHECK(manifest.at("carbon_provenance").at("emissions") == "lifecycle");
  CHECK(manifest.at("inputs_sha256").size() == 5);  // the file beside the trace is one, too

  folder.write("trace.csv", broken(read_text(folder.file("trace.csv")), {",100", ",101", ""}));
  const auto edited = run_program(folder.file(""), run);
  CHECK(edited.code == 2);
  CHECK(edited.err.find("trace.csv: was changed since it was imported") != std::string::npos);
}

TEST_CASE("a run on a climatology says what its figures count, and on a bare trace nothing") {
  const SampleStudy folder;
  REQUIRE(run_program(folder.file(""), "run small.yaml --out out").code == 0);
  auto manifest = nlohmann::json::parse(read_text(folder.file("out/manifest.json")));
  CHECK(manifest.at("carbon_provenance").at("emissions") == "lifecycle");
  REQUIRE(run_program(folder.file(""),
                      "run small.yaml --out bare --set 'carbon={constant_g_per_kwh: 100}'")
              .code == 0);
  manifest = nlohmann::json::parse(read_text(folder.file("bare/manifest.json")));
  CHECK(manifest.at("carbon_provenance").is_null());
}

TEST_CASE("an import without a file to write gives the trace alone on stdout") {
  const SampleStudy folder;
  folder.write("hours.csv", hours());
  const auto imported = run_program(folder.file(""), "trace import hours.csv");
  CHECK(imported.code == 0);
  CHECK(imported.out.find("timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,100\n") == 0);
  for (const char* wrong : {"--repair twice", "--step fast", "--format lets", "--zone"}) {
    const auto refused =
        run_program(folder.file(""), std::string("trace import hours.csv ") + wrong);
    CHECK(refused.code == 2);
    CHECK(refused.out.empty());
  }
}

TEST_CASE("an import never writes over what it imports, nor into a folder that is not there") {
  const SampleStudy folder;
  folder.write("hours.csv", hours());
  folder.write("x.csv.provenance.json", hours());
  for (const char* out : {"hours.csv", "./hours.csv", "..", "none/trace.csv", "."}) {
    CAPTURE(out);
    const auto refused =
        run_program(folder.file(""),
                    "trace import hours.csv --format letswaitawhile --out " + std::string(out));
    CHECK(refused.code == 2);
    CHECK(refused.err.find("--out: ") != std::string::npos);
  }
  const auto beside = run_program(
      folder.file(""), "trace import x.csv.provenance.json --format letswaitawhile --out x.csv");
  CHECK(beside.code == 2);
  CHECK(read_text(folder.file("hours.csv")) == hours());
  CHECK(read_text(folder.file("x.csv.provenance.json")) == hours());
}

TEST_CASE("a generated trace has two steps or more, in years that can be read back") {
  const SampleStudy folder;
  const auto generate = [&](const std::string& arguments) {
    return run_program(folder.file(""), "trace generate GB-2023 " + arguments);
  };
  CHECK(generate("--start 2023-06-01T00:00:00Z --duration '2 h' --out two.csv").code == 0);
  CHECK(run_program(folder.file(""), "validate two.csv").code == 0);
  const auto one = generate("--start 2023-06-01T00:00:00Z --duration '1 h'");
  CHECK(one.code == 2);
  CHECK(one.err.find("--duration: expected more than one step of 3600 s") != std::string::npos);
  const auto late = generate("--start 9999-12-31T23:00:00Z --duration '2 h'");
  CHECK(late.code == 2);
  CHECK(late.err.find("year 9999") != std::string::npos);
  CHECK(generate("--start 2023-06-01T00:00:00Z --duration '2 h' --out none/two.csv").code == 2);
}

TEST_CASE("a generated trace says what it counts, so that others are not mixed with it unseen") {
  const SampleStudy folder;
  for (const std::string name : {"GB-2023", "GB-2023-direct"}) {
    const auto made = run_program(folder.file(""), "trace generate " + name +
                                                       " --start 2023-06-01T00:00:00Z --duration "
                                                       "'2 d' --out " +
                                                       name + ".csv");
    REQUIRE_MESSAGE(made.code == 0, made.err);
  }
  const auto stated = nlohmann::json::parse(read_text(folder.file("GB-2023.csv.provenance.json")));
  CHECK(stated.at("format") == "climatology");
  CHECK(stated.at("emissions") == "lifecycle");
  CHECK(stated.at("steps") == 48);
  CHECK(run_program(folder.file(""), "validate GB-2023.csv").code == 0);
  folder.write("scenario.yaml", small_base);
  folder.write("mix.yaml",
               "cadis: 1\nstudy: mix\nbase: scenario.yaml\nseeds: [1]\naxes:\n"
               "  carbon: [{file: GB-2023.csv}, {file: GB-2023-direct.csv}]\n");
  const auto mixed = run_program(folder.file(""), "study mix.yaml --out mixed");
  CAPTURE(mixed.err);
  CHECK(mixed.code == 2);
  CHECK(mixed.err.find("mixes direct (GB-2023-direct) with lifecycle (GB-2023)") !=
        std::string::npos);
}

TEST_CASE("a carbon trace far outside any grid's is told at its import") {
  const SampleStudy folder;
  folder.write("kg.csv", "t,v\n2023-06-01 00:00,0.2\n2023-06-01 01:00,0.3\n");
  const std::string import =
      "trace import kg.csv --format csv --time-column t --value-column v --zone UTC --column "
      "direct "
      "--accounting average --out kg_out.csv --unit ";
  const auto wrong = run_program(folder.file(""), import + "g/kWh");
  CHECK(wrong.code == 0);
  CHECK(wrong.err.find("a mean of 0.25 g/kWh, outside 1 to 3000: is the unit right?") !=
        std::string::npos);
  const auto right = run_program(folder.file(""), import + "kg/kWh --force");
  CHECK_MESSAGE(right.code == 0, right.err);
  CHECK(right.err.find("is the unit right") == std::string::npos);
}

TEST_CASE("trace describe says that it takes no single requests") {
  const SampleStudy folder;
  folder.write("requests.csv", "timestamp_utc\n2023-06-01T00:00:00Z\n2023-06-01T00:00:01Z\n");
  const auto refused = run_program(folder.file(""), "trace describe requests.csv");
  CHECK(refused.code == 2);
  CHECK(refused.err.find("requests.csv: holds single requests") != std::string::npos);
}

TEST_CASE("a run takes counts of requests with their columns in either order") {
  const SampleStudy folder;
  const auto counts = [&](const std::string& header, bool is_turned) {
    std::string text = header + "\n";
    for (int h = 0; h < 24; ++h) {
      const std::string time =
          "2023-06-01T" + std::string(h < 10 ? "0" : "") + std::to_string(h) + ":00:00Z";
      text += is_turned ? "5," + time + "\n" : time + ",5\n";
    }
    return text;
  };
  folder.write("plain.csv", counts("timestamp_utc,requests", false));
  folder.write("turned.csv", counts("requests,timestamp_utc", true));
  for (const std::string name : {"plain", "turned"}) {
    const auto outcome = run_program(folder.file(""), "run small.yaml --out " + name +
                                                          " --set 'arrivals={process: "
                                                          "trace, file: " +
                                                          name + ".csv}'");
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
  }
  CHECK(read_text(folder.file("plain/summary.csv")) ==
        read_text(folder.file("turned/summary.csv")));
}
