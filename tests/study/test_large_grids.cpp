#include <doctest/doctest.h>

#include <ctime>

#include "refusal.hpp"
#include "study/coverage.hpp"
#include "study/estimate.hpp"
#include "study/exclusion.hpp"
#include "study/small_study.hpp"

// What a study costs before its first run: nothing that grows faster than its cells, and of each
// cell little.

using namespace cadis;
using test::SampleStudy;
using test::scenario_of;

namespace {

std::string seeds(std::size_t count) {
  std::string list = "seeds: [1";
  for (std::size_t seed = 2; seed <= count; ++seed) list += ", " + std::to_string(seed);
  return list + "]\n";
}

const std::string axes =
    "axes:\n  arrivals.rate_rps: {from: 1, to: 50, step: 1}\n"
    "  policy: [{name: static-large}, {name: static-small}]\n";

double cpu_s() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// CPU seconds of `work`, the least of three times: what else the machine does only adds.
template <class Work>
double least_cpu_s(const Work& work) {
  double least = 1e9;
  for (int i = 0; i < 3; ++i) {
    const double begin = cpu_s();
    work();
    least = std::min(least, cpu_s() - begin);
  }
  return least;
}

std::size_t read_of(const Grid& grid) {
  Coverage coverage(grid);
  std::size_t read = 0;
  for (const Run& run : grid.runs) read += coverage.add(run);
  return read;
}

}  // namespace

TEST_CASE("a cell of 40 000 costs no more than twice one of 4000 before the first run") {
  const SampleStudy folder;
  const StudyFile small = folder.study(axes + seeds(40)), large = folder.study(axes + seeds(400));
  for (const Keys keys : {Keys::unwanted, Keys::wanted}) {
    std::size_t cells = 0;
    const auto cost_s = [&](const StudyFile& study) {
      return least_cpu_s([&] { cells = expand(study, policies::registry(), 1, {}, keys).cells; });
    };
    const double small_s = cost_s(small);
    CHECK(cells == 4000);
    const double large_s = cost_s(large);
    CHECK(cells == 40000);
    CHECK(large_s / 40000 < 2 * small_s / 4000);
  }
}

TEST_CASE("of a grid as many runs are read as its checks have combinations, not as it has cells") {
  const SampleStudy folder;
  CHECK(read_of(folder.grid(axes + seeds(20))) == 51);  // 50 rates and the second policy
  CHECK(read_of(folder.grid(axes + "  slo: [{latency: 1 s}, {latency: 2 s}]\n" + seeds(20))) == 52);
  const std::string together = "axes:\n  batching.max_batch: [1, 2, 3]\n  fleet[0].count: [1, 2]\n";
  CHECK(read_of(folder.grid(together)) >= 6);  // looked at together
}

TEST_CASE("a key is that of the run's scenario, whatever number its seed is") {
  const SampleStudy folder;
  const auto grid = folder.grid(
      "axes:\n"
      "  arrivals.rate_rps: [1, 5]\n"
      "  carbon: [{climatology: GB-2023}, {climatology: GB-2023, seed: 4, label: four}]\n"
      "  policy: [{name: heuristic}, {name: static-small}]\n"
      "seeds: [4, 0, 1, 18446744073709551615, 18446744073709551557, 12]\n");
  CHECK(grid.runs.size() > grid.cells);
  for (std::size_t i = 0; i < grid.runs.size(); ++i) {
    const Run& run = grid.runs[i];
    RunKey key = run_key(scenario_of(grid, i), folder.file("small.yaml"));
    if (run.matched_to != no_run) key = matched_key(key, grid.keys[run.matched_to]);
    CHECK(grid.keys[i] == key);
  }
}

TEST_CASE("processes side by side find the keys, times and problems that one finds") {
  const SampleStudy folder;
  const StudyFile study = folder.study(axes + "  pue: [1, 1.2]\n" + seeds(5));
  const Grid one = expand(study, policies::registry(), 1),
             three = expand(study, policies::registry(), 3);
  CHECK(one.keys == three.keys);
  CHECK(one.input_sha256 == three.input_sha256);
  for (std::size_t i = 0; i < one.runs.size(); ++i)
    REQUIRE(one.runs[i].expected_s == three.runs[i].expected_s);
  const StudyFile broken = folder.study(axes + "  pue: [1, 0.5, 11]\n" + seeds(5));
  const auto complaint = [&](std::size_t jobs) {
    return test::refusal_of([&] { return expand(broken, policies::registry(), jobs); });
  };
  CHECK(complaint(1) == complaint(3));
  CHECK(complaint(1).find("got 0.5") != std::string::npos);
  CHECK(complaint(1).find("got 11") != std::string::npos);
}

TEST_CASE("a run's expected time follows from its own scenario, whichever runs were read") {
  const SampleStudy folder;
  const auto grid = folder.grid(
      "axes:\n  fidelity: [fluid, queue, event]\n  arrivals.rate_rps: [1, 50]\n"
      "  fleet[0].count: [1, 3]\n  duration: [12 h, 1 d]\n  epoch: [1 h, 30 min]\n");
  for (std::size_t i = 0; i < grid.runs.size(); ++i) {
    const Seconds expected = expected_run_time(size_of(scenario_of(grid, i)));
    CHECK(grid.runs[i].expected_s == static_cast<float>(expected.value()));
  }
}

TEST_CASE("ten times the exclusions cost at most twenty times as much") {
  const SampleStudy folder;
  const auto with = [&](int exclusions) {
    std::string rest =
        "axes:\n  arrivals.rate_rps: {from: 1, to: 9000, step: 1}\n"
        "  slo: [{latency: 1 s}]\nexclude:\n";
    for (int i = 1; i <= exclusions; ++i)
      rest += "  - {arrivals.rate_rps: " + std::to_string(10 * i) + "}\n";
    return folder.study(rest);
  };
  const auto cost_s = [&](const StudyFile& study, std::size_t kept) {
    return least_cpu_s([&] {
      ExclusionFilter filter(study);
      std::size_t left = 0;
      for (std::uint64_t point = 0; point < 9000; ++point) left += !filter.leaves_out(point);
      CHECK(left == kept);
    });
  };
  CHECK(cost_s(with(900), 8100) < 20 * cost_s(with(90), 8910) + 0.02);
}
