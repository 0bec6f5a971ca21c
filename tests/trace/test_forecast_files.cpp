#include <doctest/doctest.h>

#include <sstream>

#include "trace/samples.hpp"

// Publishers' forecasts become vintages, and never a history.

using namespace cadis;
using namespace cadis::test;

namespace {

/// The vintages as they are written and read again, `issue first +step: values` each.
std::string written_vintages(const ImportedTrace& trace) {
  std::ostringstream out;
  write_trace(trace, out);
  const TextFile file("vintages.csv", out.str());
  const Vintages read = Vintages::read(file.path());
  std::string text;
  for (const auto& [issued, series] : read.all()) {
    text += (text.empty() ? "" : "; ") + format_utc(issued) + " " + format_utc(series.start) +
            " +" + std::to_string(static_cast<int>(series.step.value())) + "s:";
    for (const double value : series.values) text += " " + std::to_string(value).substr(0, 7);
  }
  return text;
}

std::string forecast_problem(const std::string& name, const std::string& from,
                             const std::string& to, const Options& options = {},
                             const std::string& format = "auto") {
  std::string text = read_text(sample(name));
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  const TextFile file("forecast.json", text);
  return problem(file.path(), {format, options, {}, Repair::fail});
}

const Options sdk_marginal{{"column", "unknown"}, {"accounting", "marginal"}};
const Options maps_lifecycle{{"column", "lifecycle"}};

}  // namespace

TEST_CASE("WattTime's forecasts are vintages of their issue, in grams, marginal") {
  const auto trace = import_sample("watttime_forecast.json");
  CHECK(trace.provenance.format == "watttime-forecast");
  CHECK(written_vintages(trace) ==
        "2022-07-14T23:55:00Z 2022-07-15T00:00:00Z +300s: 453.592 226.796");
  CHECK(trace.provenance.accounting == "marginal");
  CHECK(trace.provenance.zone == "NOWHERE_NORTH");
  CHECK(trace.provenance.steps == 2);
  const auto sgip = import_sample("sgip_forecast.json");
  CHECK(written_vintages(sgip) ==
        "2022-01-01T00:00:00Z 2022-01-01T00:05:00Z +300s: 450.000 460.000; "
        "2022-01-01T00:05:00Z 2022-01-01T00:10:00Z +300s: 500.000 250.000");
  CHECK(sgip.provenance.unit == "kg/kWh (as the publisher documents)");
}

TEST_CASE("Electricity Maps' and the Carbon Aware SDK's forecasts are vintages of their issue") {
  const auto maps = import_sample("electricitymaps_forecast.json", maps_lifecycle);
  CHECK(written_vintages(maps) ==
        "2025-01-01T16:51:02.892Z 2025-01-01T17:00:00Z +3600s: 326.000 297.000 194.500");
  CHECK(maps.provenance.emissions == "lifecycle");
  CHECK(problem(sample("electricitymaps_forecast.json"), {}).find("say with --column") !=
        std::string::npos);
  const auto sdk = import_sample("carbon_aware_sdk_forecast.json", sdk_marginal);
  CHECK(written_vintages(sdk) ==
        "2025-06-01T11:58:00Z 2025-06-01T12:00:00Z +300s: 300.000 250.500 400.000");
  CHECK(sdk.provenance.accounting == "marginal");
}

TEST_CASE("a forecast that is no vintage is refused with its place and a way out") {
  CHECK(forecast_problem("watttime_forecast.json",
                         R"(, "generated_at": "2022-07-14T23:55:00+00:00")", "", {},
                         "watttime-forecast")
            .starts_with("F:2: generated_at: expected the instant at which this forecast was "
                         "issued"));
  CHECK(forecast_problem("watttime_forecast.json", "14T23:55", "14T23:00")
            .starts_with("F:2: point_time: the forecast begins at 2022-07-15T00:00:00Z, later than "
                         "one step of 5 min after its issue"));
  CHECK(forecast_problem("carbon_aware_sdk_forecast.json", "12:10:00+00:00\", \"duration\"",
                         "12:20:00+00:00\", \"duration\"", sdk_marginal)
            .find("timestamp: expected 2025-06-01T12:") != std::string::npos);
  CHECK(forecast_problem("carbon_aware_sdk_forecast.json", "\"duration\": 5, \"value\": 400",
                         "\"duration\": 30, \"value\": 400", sdk_marginal)
            .starts_with("F:7: timestamp: each value is the mean of 30 min from its time on, but "
                         "times are 5 min apart"));
  CHECK(forecast_problem("electricitymaps_forecast.json", "297", "null", maps_lifecycle)
            .starts_with("F:3: carbonIntensity: expected a finite number of at least 0 g/kWh, got "
                         "none; a forecast is not repaired"));
  CHECK(forecast_problem("electricitymaps_forecast.json", "297", "-297", maps_lifecycle)
            .starts_with("F:3: carbonIntensity: expected a finite number of at least 0 g/kWh, got "
                         "-297"));
  CHECK(forecast_problem("sgip_forecast.json", "00:05:00+00:00\", \"forecast\"",
                         "00:00:00+00:00\", \"forecast\"")
            .find("holds two forecasts that were issued at 2022-01-01T00:00:00Z") !=
        std::string::npos);
}

TEST_CASE("a forecast is never taken for a history, even where its format is named so") {
  CHECK(problem(sample("watttime_forecast.json"), {"watttime", {}, {}, {}})
            .find("say --format watttime-forecast") != std::string::npos);
  CHECK(problem(sample("sgip_forecast.json"), {"watttime", {}, {}, {}})
            .find("say --format watttime-forecast") != std::string::npos);
  CHECK(problem(sample("electricitymaps_forecast.json"),
                {"electricitymaps-api", maps_lifecycle, {}, {}})
            .find("say --format electricitymaps-forecast") != std::string::npos);
  ImportChoices stepped{"auto", {}, Seconds{300}, Repair::hold, true, 2};
  const auto refused = problem(sample("watttime_forecast.json"), stepped);
  for (const char* option : {"--step", "--repair", "--sort", "--scale"}) {
    CHECK_MESSAGE(refused.find(std::string("takes no ") + option) != std::string::npos, option);
  }
}
