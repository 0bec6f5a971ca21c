#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"

namespace {

using namespace cadis;

Scenario read_with(const std::vector<std::pair<std::string, std::string>>& changes) {
  const sample::Folder folder;
  auto document = ScenarioDocument::load(folder.file("scenario.yaml"));
  for (const auto& [key, value] : changes) document.set(key, value);
  return document.read(sample::policies());
}

TEST_CASE("a scenario resolves to what its file says") {
  const auto scenario = read_with({});
  CHECK(scenario.name == "night");
  CHECK(format_utc(scenario.start) == "2023-06-01T00:00:00Z");
  CHECK(scenario.epochs().size() == 4);
  CHECK(scenario.seed == 7);
  CHECK(scenario.pue == 1.2);
  REQUIRE(scenario.hosts.size() == 3);
  CHECK(scenario.hosts[1].name == "big-1");
  CHECK(scenario.hosts[1].pstate == 1);
  CHECK(scenario.hosts[1].idle == Watts{20});
  CHECK(scenario.hosts[2].idle == Watts{50});
  CHECK(scenario.hosts[2].resident == std::vector<bool>{true, true});
  REQUIRE(scenario.variants.size() == 2);
  CHECK(scenario.variants[0].name == "small");  // the family's order, not the pool's
  CHECK(scenario.queue_limit == 1000);
  CHECK(scenario.policy.label == "mine");
  CHECK(std::get<Seconds>(scenario.policy.params.at("window")) == Seconds{21600});
  CHECK(std::get<std::string>(scenario.policy.params.at("range")) == "running");
  CHECK(scenario.loads[1]->time == Seconds{0.4});
  CHECK(scenario.assumptions.empty());
  CHECK(scenario.input_sha256.size() == 3);
}

TEST_CASE(
    "services are linear between listed batches and take the device's busy power where a row "
    "states none") {
  const auto scenario = read_with({});
  CHECK(scenario.service(0, 0, 3).time.value() == doctest::Approx(0.002));
  CHECK(scenario.service(0, 0, 3).power == Watts{200});
  CHECK(scenario.service(2, 1, 2).time.value() == doctest::Approx(0.006));
  CHECK(scenario.service(2, 1, 2).power.value() == doctest::Approx(160));
}

TEST_CASE("the first and last batch listed are served, the ones outside are not") {
  const sample::Folder folder;
  const auto family = read_family(folder.file("pair.yaml"));
  Device big, none;
  big.name = "big";
  none.name = "none";
  CHECK(family.service("large", big, 1).has_value());
  CHECK(family.service("large", big, 4).has_value());
  CHECK_FALSE(family.service("large", big, 5).has_value());
  CHECK_FALSE(family.service("large", none, 1).has_value());
}

TEST_CASE("set makes the maps in between, replaces lists' entries and takes flow values") {
  const auto scenario = read_with(
      {{"fleet[0].count", "4"}, {"policy", "{name: oracle}"}, {"policy.accuracy_pct", "75"}});
  CHECK(scenario.hosts.size() == 5);
  CHECK(std::get<double>(scenario.policy.params.at("accuracy_pct")) == 75);
  CHECK_THROWS_AS(read_with({{"fleet[9].count", "4"}}), ConfigError);
  CHECK_THROWS_AS(read_with({{"name.first", "4"}}), ConfigError);
  CHECK_THROWS_AS(read_with({{"policy..name", "4"}}), ConfigError);
  CHECK_THROWS_AS(read_with({{"policy", "{name: "}}), ConfigError);
}

TEST_CASE("setting through an alias leaves its anchor alone") {
  const sample::Folder folder;
  auto document = ScenarioDocument::parse("a: &x {n: 1}\nb: *x\n", "alias.yaml");
  const auto copy = document;
  document.set("b.n", "2");
  const auto n_of = [](const ScenarioDocument& from, const char* key) {
    return from.find(key)->find("n")->text;
  };
  CHECK(n_of(document, "a") + n_of(document, "b") == "12");
  CHECK(n_of(copy, "a") + n_of(copy, "b") == "11");
}

TEST_CASE("shares are made to sum to one exactly") {
  const auto scenario =
      read_with({{"policy", "{name: blind, shares: {small: 0.3333333, large: 0.6666666}}"}});
  const auto& shares = std::get<std::map<std::string, double>>(scenario.policy.params.at("shares"));
  CHECK(shares.at("small") + shares.at("large") == 1);
}

TEST_CASE("a fluid run needs profiles at max_batch only, and says what does not enter") {
  const auto scenario = read_with({{"fidelity", "fluid"}, {"fleet", "[{device: big, count: 3}]"}});
  CHECK(scenario.service(0, 0, 4).time.value() == doctest::Approx(0.0025));
  CHECK(scenario.service(0, 0, 1).time == Seconds{0});
  CHECK(scenario.assumptions.size() == 6);
  CHECK(std::count(scenario.assumptions.begin(), scenario.assumptions.end(),
                   "fluid: every batch is full, of 4 requests") == 1);
}

TEST_CASE("a PUE that is a percentage is refused") {
  CHECK_THROWS_AS(read_with({{"pue", "120"}}), ConfigError);
  CHECK(read_with({{"pue", "10"}}).pue == 10);
}

TEST_CASE("single requests that leave a tenth of the run empty at an end are told") {
  const sample::Folder folder;
  folder.write("times.csv", "timestamp_utc\n2023-06-01T00:00:01Z\n2023-06-01T01:47:59Z\n");
  const auto notes = [&](const std::string& duration) {
    auto document = ScenarioDocument::load(folder.file("scenario.yaml"));
    document.set("arrivals", "{process: trace, file: times.csv}");
    document.set("duration", duration);
    const auto assumptions = document.read(sample::policies()).assumptions;
    return std::count_if(assumptions.begin(), assumptions.end(), [](const std::string& text) {
      return text.starts_with("arrivals.file: ") &&
             text.ends_with(
                 "requests from 2023-06-01T00:00:01Z to 2023-06-01T01:47:59Z, and none "
                 "in the rest of the run");
    });
  };
  CHECK(notes("119 min") == 0);  // 11 min are left
  CHECK(notes("2 h") == 1);      // 12 min and 1 s
}

TEST_CASE("a device without load times switches for free, and the run says so") {
  const auto scenario = read_with({{"fleet", "[{device: little}]"}, {"batching.max_batch", "1"}});
  CHECK_FALSE(scenario.loads[0].has_value());
  CHECK(scenario.assumptions ==
        std::vector<std::string>{"switching on little is free: the family states no load time"});
}

TEST_CASE(
    "every arrival process and carbon file reads, and a trace that misses the run is refused") {
  const sample::Folder folder;
  folder.write("carbon.csv",
               "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,100\n2023-06-01T01:00:00Z,300\n");
  folder.write("counts.csv",
               "timestamp_utc,requests\n2023-06-01T00:00:00Z,5\n2023-06-01T01:00:00Z,7\n");
  folder.write("times.csv", "timestamp_utc\n2023-06-01T00:00:01Z\n2023-06-01T01:59:59Z\n");
  const auto read = [&](const std::string& key, const std::string& value,
                        const std::string& duration) {
    auto document = ScenarioDocument::load(folder.file("scenario.yaml"));
    document.set(key, value);
    document.set("duration", duration);
    return document.read(sample::policies());
  };
  CHECK(read("carbon", "{file: carbon.csv}", "2 h").carbon.steps() == 2);
  CHECK(std::get<CountArrivals>(
            read("arrivals", "{process: trace, file: counts.csv}", "2 h").arrivals)
            .requests.values.sum() == 12);
  CHECK(std::get<TimestampArrivals>(
            read("arrivals", "{process: trace, file: times.csv}", "2 h").arrivals)
            .at_s == std::vector<double>{1, 7199});
  CHECK_THROWS_AS(read("carbon", "{file: carbon.csv}", "3 h"), ConfigError);
  CHECK_THROWS_AS(read("arrivals", "{process: trace, file: counts.csv}", "3 h"), ConfigError);
  CHECK_THROWS_AS(read("arrivals", "{process: trace, file: times.csv}", "1 h"), ConfigError);
  const auto diurnal = std::get<DiurnalArrivals>(
      read("arrivals", "{process: diurnal, rate_rps: 2, profile: nasa, shift: -8 h}", "2 h")
          .arrivals);
  CHECK(diurnal.relative_rate.mean() == doctest::Approx(1));
  CHECK(diurnal.shift == Seconds{-28800});
  const auto markov = read("arrivals",
                           "{process: mmpp, states: [{rate_rps: 0, mean_dwell: 1 min}, {rate_rps: "
                           "9, mean_dwell: 5 s}]}",
                           "2 h")
                          .arrivals;
  CHECK(std::get<MarkovArrivals>(markov).states.size() == 2);
}

TEST_CASE("the resolved scenario shows the defaults") {
  const auto scenario = read_with({{"batching", "{max_batch: 2}"}});
  const auto json = nlohmann::json::parse(scenario.resolved_json);
  CHECK(json["batching"]["max_wait"] == "0 s");
  CHECK(json["fleet"][1]["count"] == 1);
  CHECK(json["policy"]["range"] == "running");
  CHECK(json["pool"] == nlohmann::json{"small", "large"});
}

TEST_CASE("a scenario that names no fidelity runs in queue, and its resolved form says so") {
  const sample::Folder folder;
  std::string text = read_text(folder.file("scenario.yaml"));
  const std::string line = "fidelity: event\n";
  text.erase(text.find(line), line.size());
  const auto scenario =
      ScenarioDocument::parse(text, folder.file("other.yaml")).read(sample::policies());
  CHECK(scenario.fidelity == Fidelity::queue);
  CHECK(nlohmann::json::parse(scenario.resolved_json)["fidelity"] == "queue");
}

TEST_CASE("the last epoch ends with the run, and rounding adds none") {
  Scenario scenario;
  scenario.duration = Seconds{0.3};
  scenario.epoch = Seconds{0.1};
  CHECK(scenario.epochs().size() == 3);
  CHECK(scenario.epochs().end(2) == scenario.duration);
  scenario.duration = Seconds{0.35};
  CHECK(scenario.epochs().size() == 4);
  CHECK(scenario.epochs().begin(3).value() == 0.3);
}

TEST_CASE(
    "an epoch that is a part of the run, and no decimal, leaves nothing over, and none is empty") {
  for (int parts = 1; parts <= 40; ++parts) {
    for (double run_s = 0.017; run_s < 4e7; run_s *= 1.937) {
      CAPTURE(parts);
      CAPTURE(run_s);
      const EpochGrid epochs(Seconds{run_s}, Seconds{run_s / parts});
      REQUIRE(epochs.size() == static_cast<std::size_t>(parts));
      for (std::size_t e = 0; e < epochs.size(); ++e) REQUIRE(epochs.begin(e) < epochs.end(e));
    }
  }
  const EpochGrid exact(Seconds{3600.000000001}, Seconds{1800});
  CHECK(exact.size() == 3);
}

TEST_CASE("the contract's example reads, with the shipped platform, family and climatology") {
  const auto document = ScenarioDocument::parse(R"(
cadis: 1
name: gb-june
start: 2023-06-01T00:00:00Z
duration: 30 d
epoch: 30 min
seed: 1
fidelity: event
carbon: {climatology: GB-2023, seed: 7}
pue: 1.0
platform: devices.yaml
fleet: [{device: rtx3090, count: 1}]
family: resnet-imagenet
arrivals: {process: poisson, rate_rps: 20}
batching: {max_batch: 1, max_wait: 0 s}
slo: {latency: 100 ms}
deadline: 2 s
queue_limit: 10000
policy: {name: heuristic, range: trailing, window: 24 h}
)",
                                                "gb-june.yaml");
  const auto scenario = document.read(sample::policies());
  CHECK(scenario.variants.size() == 5);
  CHECK(scenario.epochs().size() == 1440);
  CHECK(scenario.carbon.steps() == 720);
  CHECK(scenario.family == "resnet-imagenet");
}

TEST_CASE("every shipped platform and family reads") {
  CHECK_FALSE(read_platform(data_folder() / "platforms" / "devices.yaml").empty());
  for (const auto& entry :
       std::filesystem::directory_iterator(data_folder() / "platforms" / "families")) {
    CAPTURE(entry.path());
    CHECK_FALSE(read_family(entry.path()).variants.empty());
  }
}

}  // namespace
