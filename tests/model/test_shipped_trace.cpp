#include <doctest/doctest.h>

#include "base/errors.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"
#include "model/shipped_trace.hpp"
#include "model/trace_file.hpp"
#include "refusal.hpp"

using namespace cadis;

namespace {

Scenario read(const std::string& carbon, const std::string& start = "2023-06-01T00:00:00Z") {
  const sample::Folder folder;
  std::string text = sample::scenario;
  text.replace(text.find("{constant_g_per_kwh: 100}"), 25, carbon);
  text.replace(text.find("2023-06-01T00:00:00Z"), 20, start);
  return ScenarioDocument::load(folder.write("scenario.yaml", text)).read(sample::policies());
}

std::string refusal(const std::string& carbon, const std::string& start = "2023-06-01T00:00:00Z") {
  return test::refusal_of([&] { return read(carbon, start); });
}

bool says(const std::string& message, const std::string& part) {
  return message.find(part) != std::string::npos;
}

const std::filesystem::path traces = shipped("traces");

}  // namespace

TEST_CASE("a scenario names a shipped trace, and its values are those of the file") {
  const Scenario night = read("{trace: GB-SWE-2023-06}");
  REQUIRE(night.carbon.steps() == 4);  // two hours by half hours
  CHECK(night.carbon.intensity(0) == GramsPerKwh{357});
  CHECK(night.carbon.intensity(1) == GramsPerKwh{358});
  CHECK(night.carbon.intensity(2) == GramsPerKwh{352});
  const Scenario year = read("{trace: GB-2023-life-cycle}", "2023-01-01T00:00:00Z");
  REQUIRE(year.carbon.steps() == 2);
  CHECK(year.carbon.intensity(0) == GramsPerKwh{91.44});
  CHECK(read("{trace: GB-2023-direct}", "2023-01-01T00:00:00Z").carbon.intensity(0) ==
        GramsPerKwh{62.55});
}

TEST_CASE("a shipped trace states what it counts, its licence and its hash among the inputs") {
  const Scenario scenario = read("{trace: GB-2023-life-cycle}");
  const TraceProvenance& provenance = scenario.carbon_provenance.value();
  CHECK(provenance.accounting == "average");
  CHECK(provenance.emissions == "lifecycle");
  CHECK(provenance.zone == "GB");
  CHECK(says(provenance.source, "Electricity Maps"));
  CHECK(says(provenance.source, "ODbL"));
  CHECK(provenance.trace_sha256.size() == 64);
  const auto file = (traces / "carbon" / "GB-2023.csv").string();
  CHECK(scenario.input_sha256.at(file) == provenance.trace_sha256);
  CHECK(scenario.input_sha256.count(trace_index(traces).string()) == 1);
  CHECK(read("{trace: GB-2023-direct}").carbon_provenance.value().emissions == "direct");
}

TEST_CASE("a trace that is not shipped or does not cover the run is refused at its key") {
  const std::string unknown = refusal("{trace: GB-2024-direct}");
  CHECK(says(unknown, "carbon.trace: no trace 'GB-2024-direct' is shipped; did you mean "));
  CHECK(says(unknown, "climatology"));
  CHECK(says(refusal("{trace: GB-SWE-2023-06}", "2023-07-01T00:00:00Z"),
             "carbon.trace: expected a trace that covers the run, 2023-07-01T00:00:00Z to "
             "2023-07-01T02:00:00Z; GB-SWE-2023-06 covers 2023-06-01T00:00:00Z to "
             "2023-07-01T00:00:00Z"));
  CHECK(says(refusal("{trace: GB-2023-direct, climatology: GB-2023}"),
             "carbon: expected exactly one of trace, climatology, file, constant_g_per_kwh"));
  CHECK(says(refusal("{trace: GB-2023-direct, seed: 1}"), "seed"));
}

TEST_CASE("every row of the index can be read, and says what its file holds") {
  const auto index = CsvTable::read(trace_index(traces));
  const auto names = shipped_trace_names(index);
  CHECK(names.size() == 24);
  for (std::size_t row = 0; row < names.size(); ++row) {
    CAPTURE(names[row]);
    const ShippedTrace trace = find_shipped_trace(traces, index, names[row]).value();
    const StepSeries series = read_carbon_column(trace.file, trace.column);
    const auto cell = [&](const char* title) {
      return index.cell(row, index.required_column(title));
    };
    CHECK(format_utc(series.start) == cell("start"));
    CHECK(format_utc(series.end()) == cell("end"));
    CHECK(series.step.value() == 60 * std::stod(cell("step_min")));
    CHECK(static_cast<std::size_t>(series.values.size()) == trace.provenance.steps);
    CHECK(series.values.minCoeff() == std::stod(cell("min_g_per_kwh")));
    CHECK(series.values.maxCoeff() == std::stod(cell("max_g_per_kwh")));
  }
}
