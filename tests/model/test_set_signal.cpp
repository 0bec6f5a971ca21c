#include <doctest/doctest.h>

#include "base/errors.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"

using namespace cadis;

namespace {

ScenarioDocument with_carbon(const sample::Folder& folder, const std::string& carbon) {
  std::string text = sample::scenario;
  text.replace(text.find("{constant_g_per_kwh: 100}"), 25, carbon);
  return ScenarioDocument::load(folder.write("scenario.yaml", text));
}

}  // namespace

TEST_CASE("a way to give intensities that is set takes the place of the one in the file") {
  const sample::Folder folder;
  auto document = with_carbon(folder, "{climatology: GB-2023, seed: 7, step: 30 min}");
  document.set("carbon.trace", "GB-SWE-2023-06");
  CHECK(document.read(sample::policies()).carbon.intensity(0) == GramsPerKwh{357});
  document = with_carbon(folder, "{trace: GB-SWE-2023-06}");
  document.set("carbon.constant_g_per_kwh", "5");
  CHECK(document.read(sample::policies()).carbon.steps() == 1);
  document = with_carbon(folder, "{climatology: GB-2023, seed: 7, step: 30 min}");
  document.set("carbon.climatology", "DE-LU-2023");  // keeps its seed and step
  CHECK(document.read(sample::policies()).carbon.steps() == 4);
  document = with_carbon(folder, "{trace: GB-SWE-2023-06}");
  document.set("count_by.other.constant_g_per_kwh", "5");
  document.set("carbon.climatology", "GB-2023");
  document.set("carbon.seed", "3");
  CHECK_NOTHROW(static_cast<void>(document.read(sample::policies())));
}

TEST_CASE("of two ways that are set neither takes the other's place") {
  const sample::Folder folder;
  auto document = with_carbon(folder, "{climatology: GB-2023}");
  document.set("carbon.trace", "GB-SWE-2023-06");
  document.set("carbon.constant_g_per_kwh", "5");
  CHECK_THROWS_WITH_AS(
      static_cast<void>(document.read(sample::policies())),
      doctest::Contains("carbon: expected exactly one of trace, climatology, file, "
                        "constant_g_per_kwh"),
      ConfigError);
}

TEST_CASE("a key with a NUL character is refused in a message that can be read to its end") {
  const sample::Folder folder;
  auto document = with_carbon(folder, "{climatology: GB-2023}");
  CHECK_THROWS_WITH_AS(document.set(std::string("car\0bon.seed", 12), "1"),
                       doctest::Contains("--set: expected a dotted key"), ConfigError);
}
