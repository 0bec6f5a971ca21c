#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"

/// The sample scenario in a jittered world, and single figures of it as parts of those given.
namespace cadis::sample {

using Changes = std::vector<std::pair<std::string, std::string>>;
inline const std::string all_errors =
    "service_pct: 5, power_pct: 10, accuracy_pct: 0.2, carbon_pct: 3}";

/// The sample scenario on a carbon trace of four steps; its hosts idle at 20 and at 50 W.
inline Scenario read_with(const Changes& changes) {
  const Folder folder;
  folder.write("carbon.csv",
               "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,100\n2023-06-01T00:30:00Z,0\n"
               "2023-06-01T01:00:00Z,300\n2023-06-01T01:30:00Z,250.5\n");
  auto document = ScenarioDocument::load(folder.file("scenario.yaml"));
  document.set("carbon", "{file: carbon.csv}");
  for (const auto& [key, value] : changes) document.set(key, value);
  return document.read(policies());
}

inline Scenario read_jittered(const std::string& jitter, Changes changes = {}) {
  changes.emplace_back("jitter", jitter);
  return read_with(changes);
}

inline double time_of_small(const Scenario& s) { return s.service(0, 0, 1).time.value() / 1e-3; }
inline double time_of_large(const Scenario& s) { return s.service(0, 1, 1).time.value() / 4e-3; }
// 200 W of the device, above the 50 W of the resident host.
inline double power_of_small(const Scenario& s) {
  return (s.service(0, 0, 1).power.value() - 50) / 150;
}
inline double accuracy_of_small(const Scenario& s) { return s.variants[0].accuracy_pct; }
inline double accuracy_of_large(const Scenario& s) { return s.variants[1].accuracy_pct; }
inline double carbon_of_first(const Scenario& s) { return s.carbon.intensity(0).value() / 100; }

}  // namespace cadis::sample
