#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/errors.hpp"
#include "model/broken_documents.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"
#include "refusal.hpp"

using namespace cadis;
using sample::Break;
using sample::broken;

namespace {

const std::string two_regions = R"(cadis: 1
name: two
start: 2023-06-01T00:00:00Z
duration: 2 h
seed: 7
fidelity: queue
regions:
  gb: {carbon: {file: gb.csv}, pue: 1.2, round_trip: 0 ms}
  no: {carbon: {constant_g_per_kwh: 30}, round_trip: 30 ms}
platform: devices.yaml
fleet:
  - {device: big, region: no}
  - {device: big, count: 2, region: gb}
routing: {gb: 0.75, no: 0.25}
family: pair.yaml
arrivals: {process: poisson, rate_rps: 20}
jitter: {seed: 0, carbon_pct: 10}
policy: {name: heuristic}
)";

struct Files : sample::Folder {
  Files() {
    write("gb.csv",
          "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,100\n2023-06-01T01:00:00Z,200\n");
  }
  [[nodiscard]] Scenario read(const std::string& text) const {
    auto known = sample::policies();
    known.push_back({"router", "", {}, {}, true});
    return ScenarioDocument::load(write("two.yaml", text)).read(known);
  }
  [[nodiscard]] std::string message(const std::string& text) const {
    return test::refusal_of([&] { return read(text); });
  }
};

}  // namespace

TEST_CASE("regions are read in the file's order, and hosts are ordered by them") {
  const Scenario scenario = Files().read(two_regions);
  REQUIRE(scenario.regions.size() == 2);
  CHECK(scenario.regions[0].name == "gb");
  CHECK(scenario.regions[0].pue == 1.2);
  CHECK(scenario.regions[0].carbon.steps() == 2);
  CHECK(scenario.regions[1].pue == 1);
  CHECK(scenario.regions[1].round_trip == Seconds{0.03});
  CHECK(hosts_by_region(scenario) == std::vector<std::size_t>{2, 1});
  REQUIRE(scenario.hosts.size() == 3);
  CHECK(scenario.hosts[0].name == "big-1");  // numbered as the fleet lists them
  CHECK(scenario.hosts[2].name == "big-0");
  CHECK(scenario.hosts[2].region == 1);
  CHECK(scenario.routing[0] == 0.75);
}

TEST_CASE("of all regions there is the mean by routing and PUE, on the steps of all") {
  const Scenario scenario = Files().read(two_regions);
  CHECK(scenario.pue == doctest::Approx(0.75 * 1.2 + 0.25).epsilon(1e-14));
  REQUIRE(scenario.carbon.steps() == 2);
  CHECK(scenario.carbon.begin(1) == Seconds{3600});
  for (const std::size_t step : {0, 1}) {
    const double gb = 100.0 * static_cast<double>(step + 1);
    CHECK((scenario.carbon.intensity(step).value() * scenario.pue) ==
          doctest::Approx(0.75 * 1.2 * gb + 0.25 * 30).epsilon(1e-14));
  }
}

TEST_CASE("a region's part is a scenario of its hosts, grid, PUE and round trip") {
  const Scenario part = part_of(Files().read(two_regions), 1);
  REQUIRE(part.hosts.size() == 1);
  CHECK(part.hosts[0].name == "big-0");
  CHECK(part.hosts[0].region == 0);
  CHECK(part.pue == 1);
  CHECK(part.carbon.steps() == 1);
  CHECK(part.carbon.intensity(0).value() == 30);
  CHECK(part.round_trip() == Seconds{0.03});
}

TEST_CASE("routing is needed for several regions, unless there is a policy that routes") {
  const Files files;
  const auto unrouted = broken(two_regions, {"routing: {gb: 0.75, no: 0.25}\n", "", ""});
  CHECK(files.message(unrouted).find("two.yaml:1:1: routing: required with several regions") !=
        std::string::npos);
  const Scenario routed = files.read(broken(unrouted, {"name: heuristic", "name: router", ""}));
  CHECK(routed.routing.size() == 0);
  CHECK(routed.pue == doctest::Approx(1.1));  // each region counts alike
  auto one = broken(unrouted, {"  - {device: big, region: no}\n", "", ""});
  one = broken(one, {"  no: {carbon: {constant_g_per_kwh: 30}, round_trip: 30 ms}\n", "", ""});
  const Scenario single = files.read(one);
  CHECK(single.pue == 1.2);
  CHECK(single.carbon.intensity(1).value() == 200);
}

TEST_CASE("every one-line mistake about regions is reported with file, line and key") {
  const std::vector<Break> mistakes = {
      {"seed: 7", "seed: 7\ncarbon: {constant_g_per_kwh: 1}", "carbon"},
      {"seed: 7", "seed: 7\npue: 1.1", "pue"},
      {"pue: 1.2", "pue: 0.9", "regions.gb.pue"},
      {"pue: 1.2", "peu: 1.2", "regions.gb.peu"},
      {", round_trip: 30 ms", "", "regions.no.round_trip"},
      {"round_trip: 30 ms", "round_trip: 30", "regions.no.round_trip"},
      {"round_trip: 30 ms", "round_trip: -1 ms", "regions.no.round_trip"},
      {"round_trip: 30 ms", "round_trip: 2 h", "regions.no.round_trip"},
      {"carbon: {constant_g_per_kwh: 30}, ", "", "regions.no.carbon"},
      {"constant_g_per_kwh: 30", "constant_g_per_kwh: -3", "regions.no.carbon.constant_g_per_kwh"},
      {"gb.csv", "bg.csv", "regions.gb.carbon.file"},
      {"duration: 2 h", "duration: 3 h", "regions.gb.carbon.file"},
      {"  no: {", "  gb: {", "regions.gb"},
      {"  no: {", "  n.o: {", "regions.n.o"},
      {"{carbon: {constant_g_per_kwh: 30}, round_trip: 30 ms}", "7", "regions.no"},
      {"region: no", "region: on", "fleet[0].region"},
      {", region: no", "", "fleet[0].region"},
      {"region: no", "region: gb", "regions.no"},
      {"gb: 0.75", "gb: 0.7", "routing"},
      {"gb: 0.75", "gb: 1.75", "routing.gb"},
      {"gb: 0.75", "gb: -0.75", "routing.gb"},
      {"gb: 0.75", "bg: 0.75", "routing.bg"},
      {"gb: 0.75, ", "", "routing.gb"},
      {"{gb: 0.75, no: 0.25}", "even", "routing"},
  };
  const Files files;
  for (const Break& mistake : mistakes) {
    const auto message = files.message(broken(two_regions, mistake));
    CAPTURE(mistake.to);
    CAPTURE(message);
    CHECK(sample::is_reported(message, "two.yaml", mistake.key));
  }
  CHECK(files.message(broken(two_regions, {"region: no", "region: on", ""}))
            .find("fleet[0].region: unknown region 'on'; did you mean 'no'? known: gb, no") !=
        std::string::npos);
}

TEST_CASE("region and routing without regions are mistakes") {
  const sample::Folder folder;
  const auto known = sample::policies();
  const std::vector<Break> mistakes = {
      {"count: 2,", "count: 2, region: gb,", "fleet[0].region"},
      {"pue: 1.2", "routing: {gb: 1}", "routing"},
      {"carbon: {constant_g_per_kwh: 100}\npue: 1.2", "regions: {}", "regions"}};
  for (const Break& mistake : mistakes) {
    CAPTURE(mistake.key);
    const auto file = folder.write("scenario.yaml", broken(sample::scenario, mistake));
    std::string message;
    try {
      static_cast<void>(ScenarioDocument::load(file).read(known));
    } catch (const ConfigError& error) {
      message = error.what();
    }
    CAPTURE(message);
    CHECK(sample::is_reported(message, "scenario.yaml", mistake.key));
  }
}

TEST_CASE("fluid needs identical hosts within a region, and two regions may differ") {
  const Files files;
  auto text = broken(two_regions, {"fidelity: queue", "fidelity: fluid", ""});
  text = broken(text, {"{device: big, region: no}", "{device: big, pstate: 1, region: no}", ""});
  CHECK_NOTHROW(static_cast<void>(files.read(text)));
  text = broken(text, {"pstate: 1, region: no", "pstate: 1, region: gb", ""});
  CHECK(files.message(text).find("fluid needs identical hosts") != std::string::npos);
}

TEST_CASE("jitter draws each region's grid by itself, and the mean follows") {
  const Files files;
  const Scenario nominal = files.read(two_regions);
  const Scenario drawn =
      files.read(broken(two_regions, {"jitter: {seed: 0", "jitter: {seed: 3", ""}));
  const auto factor = [&](std::size_t region) {
    const auto of = [&](const Scenario& scenario) {
      return scenario.regions[region].carbon.intensity(0).value();
    };
    return of(drawn) / of(nominal);
  };
  CHECK(factor(0) != 1);
  CHECK(factor(0) != factor(1));
  CHECK(drawn.carbon.intensity(0).value() * drawn.pue ==
        doctest::Approx(0.75 * 1.2 * 100 * factor(0) + 0.25 * 30 * factor(1)).epsilon(1e-12));
}

TEST_CASE("the resolved scenario has the regions with their defaults, and their files are inputs") {
  const Files files;
  const auto climatology =
      broken(two_regions, {"{constant_g_per_kwh: 30}", "{climatology: NO-2023}", ""});
  const Scenario scenario = files.read(climatology);
  const auto json = nlohmann::json::parse(scenario.resolved_json);
  CHECK_FALSE(json.contains("pue"));
  CHECK_FALSE(json.contains("carbon"));
  CHECK(json.at("regions").at("no").at("pue") == 1);
  CHECK(json.at("regions").at("no").at("carbon").at("seed") == 7);
  CHECK(json.at("regions").at("gb").at("pue") == 1.2);
  CHECK(scenario.input_sha256.contains(files.file("gb.csv").string()));
}
