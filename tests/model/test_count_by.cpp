#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/errors.hpp"
#include "model/accounting.hpp"
#include "model/broken_documents.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"
#include "refusal.hpp"

// `count_by` as it is read; what is counted: engine/, property/.

using namespace cadis;
using sample::Break;
using sample::broken;

namespace {

const std::string two_signals = R"(cadis: 1
name: counted
start: 2023-06-01T00:00:00Z
duration: 2 h
seed: 7
carbon: {climatology: GB-2023-direct}
count_by:
  marginal: {file: moer.csv}
  Life-cycle_2: {climatology: GB-2023, step: 30 min}
platform: devices.yaml
fleet: [{device: big}]
family: pair.yaml
arrivals: {process: poisson, rate_rps: 20}
jitter: {seed: 0, carbon_pct: 10}
policy: {name: heuristic}
)";

const std::string counted_regions = R"(cadis: 1
name: places
start: 2023-06-01T00:00:00Z
duration: 2 h
regions:
  gb: {carbon: {constant_g_per_kwh: 1}, count_by: {b: {constant_g_per_kwh: 2}, a: {file: moer.csv}}, round_trip: 0 ms}
  no: {carbon: {constant_g_per_kwh: 3}, count_by: {a: {constant_g_per_kwh: 4}, b: {climatology: NO-2023}}, round_trip: 0 ms}
routing: {gb: 0.5, no: 0.5}
platform: devices.yaml
fleet: [{device: big, region: gb}, {device: big, region: no}]
family: pair.yaml
arrivals: {process: poisson, rate_rps: 20}
jitter: {seed: 0, carbon_pct: 10}
policy: {name: heuristic}
)";

struct Files : sample::Folder {
  Files() {
    write("moer.csv",
          "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,400\n2023-06-01T01:00:00Z,700\n");
  }
  [[nodiscard]] Scenario read(const std::string& text) const {
    return ScenarioDocument::load(write("counted.yaml", text)).read(sample::policies());
  }
  [[nodiscard]] std::string message(const std::string& text) const {
    return test::refusal_of([&] { return read(text); });
  }
};

}  // namespace

TEST_CASE("signals to count by are read like carbon, each with its own steps, sorted by name") {
  const Files files;
  const Scenario scenario = files.read(two_signals);
  CHECK(counted_names(scenario) == std::vector<std::string>{"Life-cycle_2", "marginal"});
  REQUIRE(scenario.count_by.size() == 2);
  CHECK(scenario.count_by[0].carbon.steps() == 4);
  CHECK(scenario.count_by[0].provenance.value().emissions == "lifecycle");
  CHECK(scenario.count_by[1].carbon.intensity(1) == GramsPerKwh{700});
  CHECK_FALSE(scenario.count_by[1].provenance);
  CHECK(scenario.carbon.steps() == 2);
  CHECK(scenario.input_sha256.contains(files.file("moer.csv").string()));
  const auto json = nlohmann::json::parse(scenario.resolved_json);
  CHECK(json.at("count_by").at("Life-cycle_2").at("seed") == 7);
  CHECK(json.at("count_by").at("Life-cycle_2").at("step") == "30 min");
  CHECK(json.at("count_by").at("marginal").size() == 1);
  // Drawn with the seed that carbon takes, so that one name is one series.
  const Scenario same =
      files.read(broken(two_signals, {"GB-2023, step: 30 min", "GB-2023-direct", ""}));
  CHECK((same.count_by[0].carbon.g_per_kwh() == same.carbon.g_per_kwh()).all());
}

TEST_CASE("every region has its own signals of the same names, in whatever order") {
  const Scenario scenario = Files().read(counted_regions);
  CHECK(counted_names(scenario) == std::vector<std::string>{"a", "b"});
  CHECK(scenario.count_by.empty());
  CHECK(scenario.regions[0].count_by[0].carbon.steps() == 2);
  CHECK(scenario.regions[1].count_by[0].carbon.intensity(0) == GramsPerKwh{4});
  const Scenario part = part_of(scenario, 1);
  REQUIRE(part.count_by.size() == 2);
  CHECK(part.count_by[1].carbon.steps() == 2);
}

TEST_CASE("every one-line mistake about count_by is reported with file, line and key") {
  std::string many = "count_by: {";
  for (int i = 0; i < 17; ++i) many += "s" + std::to_string(i) + ": {constant_g_per_kwh: 1}, ";
  const std::string whole = two_signals.substr(
      two_signals.find("count_by"), two_signals.find("platform") - two_signals.find("count_by"));
  const std::vector<Break> mistakes = {
      {whole, "count_by: {}\n", "count_by"},
      {whole, "count_by:\n", "count_by"},
      {whole, "count_by: marginal\n", "count_by"},
      {whole, "count_by: [{file: moer.csv}]\n", "count_by"},
      {whole, many + "}\n", "count_by"},
      {"marginal:", "2marginal:", "count_by.2marginal"},
      {"marginal:", "-marginal:", "count_by.-marginal"},
      {"marginal:", "mar ginal:", "count_by.mar ginal"},
      {"marginal:", "mar.ginal:", "count_by.mar.ginal"},
      {"marginal:", "märz:", "count_by.märz"},
      {"marginal:", "Life-cycle_2:", "count_by.Life-cycle_2"},
      {"marginal: {file: moer.csv}", "marginal: 400", "count_by.marginal"},
      {"marginal: {file: moer.csv}", "marginal: {}", "count_by.marginal"},
      {"marginal: {file: moer.csv}", "marginal:", "count_by.marginal"},
      {"file: moer.csv", "file: moer.csv, constant_g_per_kwh: 3", "count_by.marginal"},
      {"file: moer.csv", "fiel: moer.csv", "count_by.marginal.fiel"},
      {"file: moer.csv", "file: moers.csv", "count_by.marginal.file"},
      {"file: moer.csv", "constant_g_per_kwh: -3", "count_by.marginal.constant_g_per_kwh"},
      {"duration: 2 h", "duration: 3 h", "count_by.marginal.file"},
      {"climatology: GB-2023,", "climatology: GB-1066,", "count_by.Life-cycle_2.climatology"},
      {"step: 30 min", "step: 7 min", "count_by.Life-cycle_2.step"},
  };
  const Files files;
  for (const Break& mistake : mistakes) {
    const auto message = files.message(broken(two_signals, mistake));
    CAPTURE(mistake.to);
    CAPTURE(message);
    CHECK(sample::is_reported(message, "counted.yaml", mistake.key));
  }
  const std::vector<Break> mistakes_of_regions = {
      {"duration: 2 h", "duration: 2 h\ncount_by: {a: {constant_g_per_kwh: 2}}", "count_by"},
      {"count_by: {b: {constant_g_per_kwh: 2}, a: {file: moer.csv}}, ", "", "regions.no.count_by"},
      {", b: {climatology: NO-2023}", "", "regions.no.count_by"},
      {"b: {climatology: NO-2023}", "c: {climatology: NO-2023}", "regions.no.count_by"},
      {"b: {climatology: NO-2023}", "b: {climatology: NO}", "regions.no.count_by.b.climatology"},
  };
  for (const Break& mistake : mistakes_of_regions) {
    const auto message = files.message(broken(counted_regions, mistake));
    CAPTURE(mistake.to);
    CAPTURE(message);
    CHECK(sample::is_reported(message, "counted.yaml", mistake.key));
  }
  CHECK(files.message(broken(counted_regions, mistakes_of_regions[2]))
            .find("regions.no.count_by: expected the signals of every region to have the same "
                  "names, in region gb a, b, got a; add or remove some") != std::string::npos);
  CHECK(files.message(broken(two_signals, mistakes[5]))
            .find("expected a name of letters, digits, '-' and '_' that begins with a letter, got "
                  "'2marginal'; rename it") != std::string::npos);
}

TEST_CASE("sixteen signals are as many as there may be") {
  std::string many = "count_by: {";
  for (int i = 0; i < 16; ++i) many += "s" + std::to_string(i) + ": {constant_g_per_kwh: 1}, ";
  const auto from = two_signals.find("count_by"), to = two_signals.find("platform");
  std::string text = two_signals;
  CHECK(Files().read(text.replace(from, to - from, many + "}\n")).count_by.size() == 16);
}

TEST_CASE("drawn steps are limited in all, those of signals to count by among them") {
  const std::string year =
      broken(broken(two_signals, {"duration: 2 h", "duration: 365 d", ""}),
             {"marginal: {file: moer.csv}", "marginal: {climatology: GB-2023, step: 1 s}", ""});
  CHECK_NOTHROW(static_cast<void>(Files().read(year)));
  const auto message = Files().message(broken(year, {"step: 30 min", "step: 1 s", ""}));
  CHECK(message.find("step: expected at most 50000000 steps in all, got 6308") !=
        std::string::npos);
}

TEST_CASE("jitter draws a factor for each signal to count by, and another for carbon") {
  const Files files;
  const auto factors = [&](const std::string& text) {
    const Scenario nominal = files.read(text);
    const Scenario drawn = files.read(broken(text, {"jitter: {seed: 0", "jitter: {seed: 3", ""}));
    std::vector<double> list;
    const auto add = [&list](const CarbonSignal& a, const CarbonSignal& b) {
      const Eigen::ArrayXd factor = b.g_per_kwh() / a.g_per_kwh();
      CHECK(factor.minCoeff() == doctest::Approx(factor.maxCoeff()).epsilon(1e-14));
      list.push_back(factor[0]);
    };
    const auto add_counted = [&](const auto& a, const auto& b) {
      for (std::size_t i = 0; i < a.count_by.size(); ++i)
        add(a.count_by[i].carbon, b.count_by[i].carbon);
    };
    if (nominal.regions.empty()) add(nominal.carbon, drawn.carbon);
    add_counted(nominal, drawn);
    for (std::size_t r = 0; r < nominal.regions.size(); ++r) {
      add(nominal.regions[r].carbon, drawn.regions[r].carbon);
      add_counted(nominal.regions[r], drawn.regions[r]);
    }
    const std::size_t said = drawn.assumptions.size() - nominal.assumptions.size();
    CHECK(said == list.size());
    std::vector<double> sorted = list;
    std::sort(sorted.begin(), sorted.end());
    CHECK(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end());
    CHECK(std::find(list.begin(), list.end(), 1.0) == list.end());
    return list;
  };
  const auto both = factors(two_signals);
  CHECK(both.size() == 3);
  CHECK(factors(counted_regions).size() == 6);
  // One signal more or less shifts no other draw.
  const auto one = factors(broken(two_signals, {"  marginal: {file: moer.csv}\n", "", ""}));
  CHECK(one == std::vector<double>{both[0], both[1]});
}

TEST_CASE("one signal may not count average in one region and marginal in another") {
  const Files files;
  const std::string mixed = broken(
      counted_regions, {"a: {constant_g_per_kwh: 4}", "a: {climatology: NO-2023-direct}", ""});
  CHECK_NOTHROW(static_cast<void>(files.read(mixed)));  // beside b, of life-cycle emissions
  const std::string clash = broken(mixed, {"a: {file: moer.csv}", "a: {climatology: GB-2023}", ""});
  const std::string message = files.message(clash);
  CHECK(message.find("regions: count_by.a mixes direct") != std::string::npos);
  CHECK(message.find("allow: [mixed-accounting]") != std::string::npos);
  CHECK_NOTHROW(static_cast<void>(files.read(clash + "allow: [mixed-accounting]\n")));
  const auto seen = accounting_of(files.read(mixed));
  CHECK(seen.at("count_by.b").uses().contains("lifecycle"));
  CHECK(seen.at("carbon").uses().empty());
}
