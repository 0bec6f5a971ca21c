#include <doctest/doctest.h>

#include "model/sample_documents.hpp"
#include "policies/registry.hpp"
#include "study/headroom.hpp"

using namespace cadis;

namespace {

/// Two hours at 100 and 300 g/kWh; a request costs 1 J at 70 % or 3 J at 80 %, and nothing is idle.
ScenarioDocument two_hours(const sample::Folder& folder) {
  folder.write(
      "flat.yaml",
      "cadis: 1\ndevices:\n  flat: {kind: gpu, idle_w: 0, busy_w: 100, source: made up}\n");
  folder.write("two.yaml",
               "cadis: 1\nfamily: two\ntask: none\nvariants:\n"
               "  small: {accuracy_pct: 70, source: made up}\n"
               "  large: {accuracy_pct: 80, source: made up}\nprofiles:\n"
               "  - {variant: small, device: flat, batch: 1, service_ms: 10, source: made up}\n"
               "  - {variant: large, device: flat, batch: 1, service_ms: 30, source: made up}\n");
  folder.write("grid.csv",
               "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,100\n2023-06-01T01:00:00Z,300\n");
  return ScenarioDocument::load(folder.write(
      "hours.yaml",
      "cadis: 1\nname: hours\nstart: 2023-06-01T00:00:00Z\nduration: 2 h\nepoch: 1 h\nseed: 1\n"
      "fidelity: queue\ncarbon: {file: grid.csv}\nplatform: flat.yaml\n"
      "fleet: [{device: flat, count: 1}]\nfamily: two.yaml\n"
      "arrivals: {process: constant, rate_rps: 10}\npolicy: {name: static-large}\n"));
}

}  // namespace

TEST_CASE("the headroom is the oracle's cut against the fixed mix of that accuracy, by hand") {
  const sample::Folder folder;
  const auto document = two_hours(folder);
  const auto headroom = [&](double accuracy_pct) {
    return find_headroom(document, policies::registry(), accuracy_pct);
  };
  // Half each costs 2 x 100 + 2 x 300; large while it is clean, small while not 3 x 100 + 1 x 300.
  CHECK(headroom(75).pct.value() == doctest::Approx(25).epsilon(1e-6));
  // A quarter large: 1.5 x 400 = 600; half of the clean hour large: 2 x 100 + 300 = 500.
  CHECK(headroom(72.5).pct.value() == doctest::Approx(100.0 / 6).epsilon(1e-6));
  CHECK(headroom(80).pct.value() == doctest::Approx(0).epsilon(1e-6));  // always large
  const Headroom none = headroom(90);
  CHECK_FALSE(none.pct);
  CHECK(none.reason.find("accuracy") != std::string::npos);
  CHECK(none.reason.find("hours.yaml") == std::string::npos);
}
