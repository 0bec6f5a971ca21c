#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/counted.hpp"
#include "engine/run_totals.hpp"
#include "model/sample_documents.hpp"
#include "property/ledger.hpp"
#include "property/random_scenario.hpp"
#include "sanitizers.hpp"

// `count_by` on random runs: what it adds is exact, and what it is added to stays.

using namespace cadis;

namespace {

std::vector<double> random_steps(RandomStream& random) {
  std::vector<double> steps(static_cast<std::size_t>(test::whole(random, 1, 13)));
  for (double& g_per_kwh : steps) g_per_kwh = 900 * random.uniform();
  return steps;
}

/// One to three signals with steps of their own.
std::vector<std::vector<CountedSignal>> random_signals(RandomStream& random,
                                                       const Scenario& scenario) {
  const int count = test::whole(random, 1, 3);
  std::vector<std::vector<CountedSignal>> by_region(
      std::max<std::size_t>(1, scenario.regions.size()));
  for (auto& signals : by_region) {
    for (int i = 0; i < count; ++i) {
      signals.push_back(
          test::counted_signal(scenario, "s" + std::to_string(i), random_steps(random)));
    }
  }
  return by_region;
}

Scenario counted(Scenario scenario, const std::vector<std::vector<CountedSignal>>& by_region) {
  if (scenario.regions.empty()) scenario.count_by = by_region.front();
  for (std::size_t r = 0; r < scenario.regions.size(); ++r)
    scenario.regions[r].count_by = by_region[r];
  set_means_of_regions(scenario);
  return scenario;
}

/// The carbon that policies see is this signal.
Scenario seen_as_carbon(Scenario scenario, const std::vector<std::vector<CountedSignal>>& by_region,
                        std::size_t signal) {
  if (scenario.regions.empty()) scenario.carbon = by_region.front()[signal].carbon;
  for (std::size_t r = 0; r < scenario.regions.size(); ++r)
    scenario.regions[r].carbon = by_region[r][signal].carbon;
  set_means_of_regions(scenario);
  return scenario;
}

/// A policy that looks at no carbon.
void make_blind(Scenario& scenario) {
  if (scenario.policy.name != "blind") {
    scenario.policy = {"static-large", "static-large", {}};
    return;
  }
  scenario.policy.params.erase("window");
  scenario.policy.params["spread"] = std::string("requests");
}

/// All hosts alike, so that `fluid` takes it.
Scenario random_fluid(RandomStream& random) {
  const test::Durations length{random.uniform() < 0.5};
  Scenario scenario = test::random_like_hosts(random, length, test::whole(random, 1, 8)).build();
  if (random.uniform() < 0.4) test::add_regions(random, length, scenario);
  scenario.fidelity = Fidelity::fluid;
  return scenario;
}

std::vector<std::string> columns_of(const test::Ledger& ledger,
                                    std::initializer_list<const char*> columns) {
  std::vector<std::string> cells;
  for (std::size_t row = 0; row < ledger.table.rows(); ++row) {
    if (ledger.text(row, "outcome") == "not_shared") continue;
    for (const char* column : columns) cells.push_back(ledger.text(row, column));
  }
  return cells;
}

void check_near(double a, double b) { CHECK(std::abs(a - b) <= 1e-9 * std::abs(b) + 1e-12); }

/// Seconds of [a, b) within [from, to).
double overlap_s(double a, double b, double from, double to) {
  return std::max(0.0, std::min(b, to) - std::max(a, from));
}

/// Of joules drawn evenly over each epoch, the grams by a signal: of each step its part.
double spread_evenly_g(const std::vector<EpochRecord>& epochs, const CarbonSignal& carbon,
                       double pue) {
  double grams = 0;
  for (const EpochRecord& epoch : epochs) {
    const double begin_s = epoch.begin.value(), length_s = epoch.length.value();
    for (std::size_t step = 0; step < carbon.steps(); ++step) {
      const double end_s =
          step + 1 < carbon.steps() ? carbon.begin(step + 1).value() : carbon.duration().value();
      const double part =
          overlap_s(begin_s, begin_s + length_s, carbon.begin(step).value(), end_s) / length_s;
      grams += epoch.energy.value() * part * carbon.intensity(step).value() * pue / 3.6e6;
    }
  }
  return grams;
}

double counted_g(const std::vector<EpochRecord>& epochs, std::size_t signal) {
  double grams = 0;
  for (const EpochRecord& epoch : epochs)
    grams += epoch.counted_g[static_cast<Eigen::Index>(signal)];
  return grams;
}

}  // namespace

TEST_CASE("counting by more signals changes nothing else, on 120 random runs") {
  sample::Folder folder;
  RandomStream random(71, "count_by");
  double served = 0;
  for (int i = 0; i < test::random_cases(120); ++i) {
    CAPTURE(i);
    Scenario plain = test::random_scenario(random);
    plain.fidelity = random.uniform() < 0.5 ? Fidelity::event : Fidelity::queue;
    const Scenario with = counted(plain, random_signals(random, plain));
    const auto expected = test::run_with_ledger(plain, folder.file("plain.csv"));
    const auto found = test::run_with_ledger(with, folder.file("with.csv"));
    // What became of each request is the same to the byte, what it pays to rounding.
    const auto outcomes = {"arrival_s", "start_s", "end_s", "host", "variant", "batch", "outcome"};
    REQUIRE(columns_of(found, outcomes) == columns_of(expected, outcomes));
    test::check_same(expected.result, found.result);
    served += test::totals(found.result).served;
  }
  CHECK(served > 200 * test::random_cases(120));
}

TEST_CASE("counting by more signals changes no byte of the other columns in fluid") {
  RandomStream random(72, "count_by");
  for (int i = 0; i < test::random_cases(60); ++i) {
    CAPTURE(i);
    const Scenario plain = random_fluid(random);
    const Scenario with = counted(plain, random_signals(random, plain));
    const auto expected = test::tables(plain, test::run(plain));
    const auto found = test::tables(with, test::run(with));
    REQUIRE(found.size() == expected.size());
    for (std::size_t t = 0; t < found.size(); ++t) test::check_holds_all_of(found[t], expected[t]);
  }
}

TEST_CASE("a signal counts what it would as the carbon of a policy that does not look at it") {
  RandomStream random(73, "count_by");
  for (int i = 0; i < test::random_cases(90); ++i) {
    CAPTURE(i);
    const bool is_fluid = random.uniform() < 0.3;
    Scenario plain = is_fluid ? random_fluid(random) : test::random_scenario(random);
    make_blind(plain);
    if (!is_fluid) plain.fidelity = random.uniform() < 0.5 ? Fidelity::event : Fidelity::queue;
    const auto signals = random_signals(random, plain);
    const RunResult found = run_isolated(counted(plain, signals), policies::registry());
    for (std::size_t s = 0; s < signals.front().size(); ++s) {
      const RunResult expected =
          run_isolated(seen_as_carbon(plain, signals, s), policies::registry());
      check_near(counted_g(found.epochs, s), test::totals(expected).carbon_g);
      for (std::size_t r = 0; r < found.regions.size(); ++r)
        check_near(counted_g(found.regions[r], s), test::totals(expected.regions[r]).carbon_g);
    }
  }
}

TEST_CASE("counted grams are those of each step's joules, by an account of the test's own") {
  RandomStream random(74, "count_by");
  for (int i = 0; i < test::random_cases(90); ++i) {
    CAPTURE(i);
    const bool is_fluid = random.uniform() < 0.5;
    Scenario plain = is_fluid ? random_fluid(random) : test::random_scenario(random);
    make_blind(plain);
    if (!is_fluid) plain.fidelity = random.uniform() < 0.5 ? Fidelity::event : Fidelity::queue;
    // Fine epochs of one signal's steps: then an epoch's joules are a step's.
    const auto signals = random_signals(random, plain);
    Scenario fine = plain;
    const RunResult found = run_isolated(counted(plain, signals), policies::registry());
    for (std::size_t s = 0; s < signals.front().size(); ++s) {
      for (std::size_t r = 0; r < signals.size(); ++r) {
        const CarbonSignal& carbon = signals[r][s].carbon;
        const double pue = plain.regions.empty() ? plain.pue : plain.regions[r].pue;
        if (!is_fluid)  // power changes within an epoch
          fine.epoch = plain.duration / static_cast<double>(carbon.steps());
        const RunResult account = is_fluid ? found : run_isolated(fine, policies::registry());
        const auto of = [r, &plain](const RunResult& result) {
          return plain.regions.empty() ? result.epochs : result.regions[r];
        };
        check_near(counted_g(of(found), s), spread_evenly_g(of(account), carbon, pue));
      }
    }
  }
}

TEST_CASE("requests' counted grams add up to the run's, and the same signal is charged alike") {
  sample::Folder folder;
  RandomStream random(75, "count_by");
  for (int i = 0; i < test::random_cases(60); ++i) {
    CAPTURE(i);
    Scenario plain = test::random_scenario(random);
    plain.fidelity = random.uniform() < 0.5 ? Fidelity::event : Fidelity::queue;
    auto signals = random_signals(random, plain);
    for (std::size_t r = 0; r < signals.size(); ++r) {
      signals[r].push_back(
          {"same", plain.regions.empty() ? plain.carbon : plain.regions[r].carbon});
    }
    const auto ledger = test::run_with_ledger(counted(plain, signals), folder.file("requests.csv"));
    if (ledger.table.rows() > 0) test::check_same_cells(ledger.table, "carbon_same_g", "carbon_g");
    for (std::size_t s = 0; s + 1 < signals.front().size(); ++s) {
      const std::string column = "carbon_s" + std::to_string(s) + "_g";
      check_near(ledger.sum(column.c_str()), counted_g(ledger.result.epochs, s));
      for (std::size_t r = 0; r < plain.regions.size(); ++r) {
        double of_region = 0;
        for (std::size_t row = 0; row < ledger.table.rows(); ++row) {
          if (ledger.text(row, "region") == plain.regions[r].name)
            of_region += ledger.number(row, column.c_str());
        }
        check_near(of_region, counted_g(ledger.result.regions[r], s));
      }
    }
  }
}

TEST_CASE("the signal that policies see counts the same bytes in every table, on random runs") {
  RandomStream random(76, "count_by");
  for (int i = 0; i < test::random_cases(60); ++i) {
    CAPTURE(i);
    const bool is_fluid = random.uniform() < 0.4;
    Scenario plain = is_fluid ? random_fluid(random) : test::random_scenario(random);
    if (!is_fluid) plain.fidelity = random.uniform() < 0.5 ? Fidelity::event : Fidelity::queue;
    std::vector<std::vector<CountedSignal>> same;
    if (plain.regions.empty()) same.push_back({{"same", plain.carbon}});
    for (const Region& region : plain.regions) same.push_back({{"same", region.carbon}});
    const Scenario with = counted(plain, same);
    const RunResult result = run_isolated(with, policies::registry());
    for (const CsvTable& table : test::tables(with, result)) {
      if (table.column("carbon_g")) test::check_same_cells(table, "carbon_same_g", "carbon_g");
    }
  }
}
