#include <doctest/doctest.h>

#include <cmath>

#include "base/time.hpp"
#include "trace/pandas.hpp"
#include "trace/repair.hpp"

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

// The real files are not part of the project; these cases are skipped where they are absent.

namespace {

const fs::path carbon_folder = fs::path(CADIS_SHARED_FOLDER) / "traces/carbon";

}  // namespace

TEST_CASE("every real carbon file gives the steps, gaps, sums and values that pandas reads") {
  const auto expected = ask_pandas("pandas_reference.py", carbon_folder);
  if (expected.is_null()) return;
  CHECK(expected.size() >= 40);
  for (const auto& entry : expected) {
    ImportChoices choices;
    for (const auto& [name, value] : entry.at("options").items()) {
      if (name == "step")
        choices.step = parse_duration(value.get<std::string>());
      else
        choices.options[name] = value;
    }
    if (entry.at("repair") == "linear") choices.repair = Repair::linear;
    const std::string file = entry.at("file");
    INFO(file, " ", entry.at("options").dump());
    const auto trace = import_trace(carbon_folder / file, choices, formats::registry());
    const StepSeries& series = trace.g_per_kwh;
    CHECK(series.step.value() == entry.at("step_s"));
    CHECK(series.values.size() == entry.at("steps"));
    CHECK(trace.provenance.repaired_steps == entry.at("missing").get<std::size_t>());
    CHECK(series.values.sum() == doctest::Approx(entry.at("sum").get<double>()).epsilon(1e-9));
    for (const auto& [time, value] : entry.at("spots").items()) {
      const double step = between(series.start, parse_utc(time).value()) / series.step;
      CHECK(series.values[static_cast<Eigen::Index>(std::llround(step))] ==
            doctest::Approx(value.get<double>()).epsilon(1e-9));
    }
  }
}

TEST_CASE("what a real file cannot give is refused for the reason that its notes state") {
  if (!fs::exists(carbon_folder)) {
    MESSAGE("skipped: the real traces are not here");
    return;
  }
  const auto refusal = [&](const char* file, const Options& options) {
    return problem(carbon_folder / file, {"auto", options, {}, {}});
  };
  const Options factors{{"factors", "ipcc-ar5-lifecycle"}};
  CHECK(refusal("letswaitawhile/gb_ci.csv", {}).find("changes between 15 min and 30 min") !=
        std::string::npos);
  CHECK(refusal("letswaitawhile/ger_ci.csv", {}).find("2 of 37149 steps") != std::string::npos);
  CHECK(refusal("neso/neso_2023_national_intensity.csv", {{"column", "actual"}})
            .find("101 of 17521 steps") != std::string::npos);  // 91 gone, 5 empty, 5 zeros
  CHECK(refusal("eia_fuelmix/PJM_2022_fuelmix_avgci.csv", {{"zone", "PJM"}})
            .find("23 of 8760 steps") != std::string::npos);
  CHECK(refusal("entsoe/CH_2025_actual_generation_per_type_cet_excerpt.csv", factors)
            .find("MTU: gap: no row from 2025-03-30T22:00:00Z") != std::string::npos);
  CHECK(refusal("format_samples/entsoe_new_platform_long.csv", factors).find("MTU: gap") !=
        std::string::npos);
  CHECK(refusal("format_samples/uk_carbon_intensity_api.json", {{"column", "actual"}})
            .find("1 of 3 steps") != std::string::npos);
  CHECK(refusal("format_samples/electricitymaps_2025_header.csv", {{"column", "direct"}})
            .find("holds 2 zones") != std::string::npos);
  const auto sdk = refusal("format_samples/carbon_aware_sdk_sample-emissions-data.json",
                           {{"column", "unknown"}, {"accounting", "unknown"}, {"zone", "Sydney"}});
  CHECK(sdk.find("is no whole number of steps") != std::string::npos);
}
