#include <doctest/doctest.h>

#include <array>
#include <set>
#include <sstream>

#include "base/errors.hpp"
#include "base/random.hpp"
#include "study/small_study.hpp"

// A study reads the runs that checked_together() says can differ. Here grids of good and bad values
// of every pair of keys are read in full, and nothing else may come out.

using namespace cadis;
using test::SampleStudy;

namespace {

/// Axes over all that a scenario's checks look at; of each value one is good in the base.
const std::vector<std::string> axes{
    "start: [2023-06-01T00:00:00Z, 2023-06-02T00:00:00Z, noon]",
    "duration: [12 h, 200 y, 0 s]",
    "epoch: [1 h, 1 ms]",
    "seed: [7, -1]",
    "fidelity: [fluid, queue, fast]",
    "carbon: [{climatology: GB-2023}, {file: carbon.csv}, {constant_g_per_kwh: 5}, {climatology: "
    "XX}]",
    "count_by: [{a: {climatology: GB-2023}}, {a: {file: carbon.csv}, b: {climatology: XX}}, {}]",
    "pue: [1, 0.5]",
    "regions: [{}, {north: {carbon: {constant_g_per_kwh: 5}, round_trip: 1 ms}}, "
    "{north: {carbon: {climatology: GB-2023}, count_by: {a: {climatology: GB-2023-direct}}, "
    "round_trip: 1 ms}}, {north: {carbon: {climatology: GB-2023}, round_trip: 1 ms}, south: "
    "{carbon: {file: "
    "marginal.csv}, round_trip: 1 ms}}]",
    "routing: [{north: 1}, {north: 0.5, south: 0.5}]",
    "platform: [devices.yaml, nowhere.yaml]",
    "fleet: [[{device: big}], [{device: big, pstate: 1}, {device: little}], [{device: big, region: "
    "north}], "
    "[{device: big, region: north}, {device: big, region: south}], [{device: big, resident: all}]]",
    "family: [pair.yaml, resnet-imagenet]",
    "pool: [[small, large], [large], [resnet18]]",
    "arrivals: [{process: poisson, rate_rps: 20}, {process: trace, file: counts.csv}, {process: "
    "mmpp, rate_rps: 1}]",
    "arrivals.rate_rps: [20, -1]",
    "batching: [{max_batch: 1}, {max_batch: 5}, {max_batch: 4, max_wait: 1 s}]",
    "slo: [{latency: 1 s}, {latency: 0 s}]",
    "deadline: [2 s, 0.5 s]",
    "queue_limit: [10, 2]",
    "policy: [{name: static-small}, {name: blind, shares: {small: 1}}, {name: heuristic, range: "
    "forecast}, "
    "{name: static-mix, accuracy_pct: 101}, {name: static, variant: small}]",
    "forecast: [{method: persistence}, {method: climatology, climatology: GB-2023-direct}, "
    "{method: file, file: vintages.csv}]",
    "allow: [[mixed-accounting], [anything]]",
    "jitter: [{seed: 1, accuracy_pct: 3}, {seed: 1, service_pct: -3}]",
    "nonsense: [1, 2]",
};

struct Folder : SampleStudy {
  Folder() {
    std::string carbon = "timestamp_utc,g_per_kwh\n", counts = "timestamp_utc,requests\n";
    for (int hour = 0; hour < 24; ++hour) {
      std::ostringstream time;
      time << "2023-06-01T" << (hour < 10 ? "0" : "") << hour << ":00:00Z";
      carbon += time.str() + ",100\n";
      counts += time.str() + ",10\n";
    }
    write("carbon.csv", carbon);
    write("marginal.csv", carbon);
    write("counts.csv", counts);
    write("vintages.csv",
          "issued_utc,timestamp_utc,g_per_kwh\n2023-06-01T12:00:00Z,2023-06-01T12:00:00Z,100\n");
  }
};

std::set<std::string> by_line(const std::string& text) {
  std::set<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

std::set<std::string> found_by_study(const StudyFile& study) {
  try {
    (void)expand(study, policies::registry(), 1, {}, Keys::unwanted);
  } catch (const ConfigError& error) {
    return by_line(error.what());
  }
  return {};
}

/// What reading each of the study's cells says.
std::set<std::string> found_one_by_one(const StudyFile& study) {
  std::set<std::string> found;
  Grid grid;
  grid.study = study;
  grid.axis_order = outer_first(study.axes);
  for (std::uint32_t point = 0; point < count_points(study.axes); ++point) {
    ScenarioDocument document = study.base;
    const auto values = values_at(study.axes, point);
    try {
      for (const std::size_t axis : grid.axis_order) {
        for (const Setting& one : study.axes[axis].values[values[axis]].settings)
          document.set(one.key, one.value);
      }
      (void)document.read(policies::registry());
    } catch (const ConfigError& error) {
      found.merge(by_line(error.what()));
    }
  }
  return found;
}

void check(const Folder& folder, const std::vector<std::string>& chosen) {
  std::string rest = "references: none\nallow: [mixed-accounting]\naxes:\n";
  std::set<std::string> keys;
  for (const std::string& axis : chosen) {
    if (keys.insert(axis.substr(0, axis.find(':'))).second) rest += "  " + axis + "\n";
  }
  INFO(rest);
  const StudyFile study = folder.study(rest);
  CHECK(found_by_study(study) == found_one_by_one(study));
}

}  // namespace

TEST_CASE("a study's check finds what reading every cell finds: every two axes") {
  const Folder folder;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) check(folder, {axes[b], axes[a]});
  }
}

TEST_CASE("a study's check finds what reading every cell finds: four axes by chance") {
  const Folder folder;
  RandomStream random(1, "axes");
  for (int i = 0; i < 60; ++i) {
    std::vector<std::string> chosen;
    for (int axis = 0; axis < 4; ++axis) {
      const double place = random.uniform() * static_cast<double>(axes.size());
      chosen.push_back(axes[static_cast<std::size_t>(place)]);
    }
    check(folder, chosen);
  }
}
