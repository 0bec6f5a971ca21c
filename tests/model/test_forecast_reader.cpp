#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/errors.hpp"
#include "model/broken_documents.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"
#include "refusal.hpp"

using namespace cadis;

namespace {

const std::string vintages =
    "issued_utc,timestamp_utc,g_per_kwh\n"
    "2023-06-01T00:00:00Z,2023-06-01T01:00:00Z,30\n"
    "2023-06-01T00:00:00Z,2023-06-01T02:00:00Z,40\n";

Scenario read(const sample::Folder& folder, const std::string& section,
              const std::string& document = sample::scenario) {
  const auto file = folder.write("scenario.yaml", document + section + "\n");
  return ScenarioDocument::load(file).read(sample::policies());
}

std::string message_of(const std::string& section, const std::string& document = sample::scenario) {
  const sample::Folder folder;
  folder.write("vintages.csv", vintages);
  return test::refusal_of([&] { return read(folder, section, document); });
}

}  // namespace

TEST_CASE("each forecast method is read with what it needs") {
  const sample::Folder folder;
  folder.write("vintages.csv", vintages);
  const auto method = [&](const std::string& section) {
    return read(folder, "forecast: " + section).forecast.value().method;
  };
  CHECK_FALSE(read(folder, "").forecast);
  CHECK(std::holds_alternative<PerfectForecast>(method("{method: perfect}")));
  CHECK(std::holds_alternative<PersistenceForecast>(method("{method: persistence}")));
  CHECK(std::holds_alternative<YesterdayForecast>(method("{method: same-hour-yesterday}")));
  const auto means = method("{method: climatology, climatology: GB-2023}");
  CHECK(std::get<ClimatologyForecast>(means).climatology.name == "GB-2023");
  const auto noisy =
      std::get<NoisyForecast>(method("{method: noisy, mape_pct: [9.7, 12.4], correlation: 0.9}"));
  CHECK(noisy.mape_pct == std::vector<double>{9.7, 12.4});
  CHECK(noisy.correlation == 0.9);
  CHECK(noisy.seed == 7);  // the scenario's
  const auto file = std::get<VintageForecast>(method("{method: file, file: vintages.csv}"));
  CHECK(file.vintages->all().size() == 1);
}

TEST_CASE("the resolved scenario says what a forecast came from, with the hashes of its inputs") {
  const sample::Folder folder;
  folder.write("vintages.csv", vintages);
  const auto with_file = read(folder, "forecast: {method: file, file: vintages.csv}");
  CHECK(with_file.input_sha256.contains(folder.file("vintages.csv").string()));
  const auto noisy = read(folder, "forecast: {method: noisy, mape_pct: [9.7], correlation: 0.9}");
  const auto resolved = nlohmann::json::parse(noisy.resolved_json).at("forecast");
  CHECK(resolved.at("seed") == 7);
  CHECK(resolved.at("method") == "noisy");
  const auto means = read(folder, "forecast: {method: climatology, climatology: GB-2023}");
  CHECK(means.input_sha256.size() == noisy.input_sha256.size() + 2);
}

TEST_CASE("a climatology that counts something else than the grid is no forecast of it") {
  const auto direct = sample::broken(
      sample::scenario,
      {"carbon: {constant_g_per_kwh: 100}", "carbon: {climatology: GB-2023-direct}", "carbon"});
  const std::string forecast = "forecast: {method: climatology, climatology: GB-2023";
  const auto message = message_of(forecast + "}", direct);
  CAPTURE(message);
  CHECK(sample::is_reported(message, "scenario.yaml", "forecast.climatology"));
  CHECK(message.find("mixes direct (GB-2023-direct) with lifecycle (GB-2023)") !=
        std::string::npos);
  CHECK(message_of(forecast + "-direct}", direct) == "nothing was thrown");
  CHECK(message_of(forecast + "}\nallow: [mixed-accounting]", direct) == "nothing was thrown");
}

TEST_CASE("what other methods need may stay in the section, and takes no notice") {
  const auto rest = ", mape_pct: [9.7], correlation: 0.9, file: nowhere.csv, climatology: none}";
  CHECK(message_of(std::string("forecast: {method: persistence") + rest) == "nothing was thrown");
  CHECK(message_of("forecast: {method: persistence, correlation: 2}") != "nothing was thrown");
}

TEST_CASE("every mistake in a forecast section is reported with file, line and key") {
  struct Case {
    const char *section, *key;
  };
  for (const Case& one : {
           Case{"forecast: persistence", "forecast"},
           {"forecast: {}", "forecast.method"},
           {"forecast: {method: oracle}", "forecast.method"},
           {"forecast: {method: persistence, horizon: 3 h}", "forecast.horizon"},
           {"forecast: {method: noisy, correlation: 0.9}", "forecast.mape_pct"},
           {"forecast: {method: noisy, mape_pct: [9]}", "forecast.correlation"},
           {"forecast: {method: noisy, mape_pct: [], correlation: 0}", "forecast.mape_pct"},
           {"forecast: {method: noisy, mape_pct: 9, correlation: 0}", "forecast.mape_pct"},
           {"forecast: {method: noisy, mape_pct: [9, 0], correlation: 0}", "forecast.mape_pct[1]"},
           {"forecast: {method: noisy, mape_pct: [101], correlation: 0}", "forecast.mape_pct[0]"},
           {"forecast: {method: noisy, mape_pct: [[9]], correlation: 0}", "forecast.mape_pct[0]"},
           {"forecast: {method: noisy, mape_pct: [9], correlation: 1}", "forecast.correlation"},
           {"forecast: {method: noisy, mape_pct: [9], correlation: -1}", "forecast.correlation"},
           {"forecast: {method: noisy, mape_pct: [9], correlation: 0, seed: -1}", "forecast.seed"},
           {"forecast: {method: climatology}", "forecast.climatology"},
           {"forecast: {method: climatology, climatology: GB-2O23}", "forecast.climatology"},
           {"forecast: {method: file}", "forecast.file"},
           {"forecast: {method: file, file: nowhere.csv}", "forecast.file"},
       }) {
    const auto message = message_of(one.section);
    CAPTURE(one.section);
    CAPTURE(message);
    CHECK(sample::is_reported(message, "scenario.yaml", one.key));
    CHECK(std::count(message.begin(), message.end(), '\n') == 0);  // one mistake, one message
  }
}

TEST_CASE("vintages that begin after the run are refused before it starts") {
  const auto earlier = sample::broken(
      sample::scenario, {"start: 2023-06-01T00:00:00Z", "start: 2023-05-31T23:59:59Z", "start"});
  const auto message = message_of("forecast: {method: file, file: vintages.csv}", earlier);
  CHECK(message.find("forecast.file: expected a forecast issued at or before the run's start, "
                     "2023-05-31T23:59:59Z") != std::string::npos);
  CHECK(message_of("forecast: {method: file, file: vintages.csv}") == "nothing was thrown");
}

TEST_CASE("a policy's choice that needs a forecast is refused in a scenario without one") {
  const auto asking = sample::broken(sample::scenario, {"running", "forecast", ""});
  const auto message = message_of("", asking);
  CAPTURE(message);
  CHECK(sample::is_reported(message, "scenario.yaml", "policy.range"));
  CHECK(message.find("add forecast: {method: persistence}") != std::string::npos);
  CHECK(message_of("forecast: {method: persistence}", asking) == "nothing was thrown");
}
