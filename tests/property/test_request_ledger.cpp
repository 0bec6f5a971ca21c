#include <doctest/doctest.h>

#include <filesystem>

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "engine/run_totals.hpp"
#include "model/sample_documents.hpp"
#include "property/random_scenario.hpp"
#include "sanitizers.hpp"
#include "study/worker.hpp"

// The ledger of requests (--requests): it adds up to what SimGrid metered, and `queue` writes what
// `event` writes.

using namespace cadis;

namespace {

struct Ledger {
  RunResult result;
  CsvTable table;

  [[nodiscard]] double number(std::size_t row, const char* column) const {
    return parse_number(text(row, column)).value_or(-1);
  }
  [[nodiscard]] const std::string& text(std::size_t row, const char* column) const {
    return table.cell(row, *table.column(column));
  }
  [[nodiscard]] double sum(const char* column) const {
    double sum = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) sum += number(row, column);
    return sum;
  }
  [[nodiscard]] double count(const char* outcome) const {
    double count = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) count += text(row, "outcome") == outcome;
    return count;
  }
};

Ledger run_with_ledger(const Scenario& scenario, const std::filesystem::path& file) {
  Worker worker(scenario, policies::registry(), Worker::Requests{file, file.string(), false});
  RunResult result = worker.finish();
  return {std::move(result), CsvTable::read(file)};
}

/// By the name in the column `region`; 0 without regions.
double round_trip_s(const Scenario& scenario, const Ledger& ledger, std::size_t row) {
  for (const Region& region : scenario.regions) {
    if (region.name == ledger.text(row, "region")) return region.round_trip.value();
  }
  return 0;
}

/// The rows of each region add up to it.
void check_regions_add_up(const Scenario& scenario, const Ledger& ledger) {
  for (std::size_t r = 0; r < scenario.regions.size(); ++r) {
    const auto totals = test::totals(ledger.result.regions[r]);
    double energy_j = 0, carbon_g = 0, requests = 0;
    for (std::size_t row = 0; row < ledger.table.rows(); ++row) {
      if (ledger.text(row, "region") != scenario.regions[r].name) continue;
      energy_j += ledger.number(row, "energy_j");
      carbon_g += ledger.number(row, "carbon_g");
      requests += ledger.text(row, "outcome") != "not_shared";
    }
    CHECK(energy_j == doctest::Approx(totals.energy_j).epsilon(1e-9));
    CHECK(carbon_g == doctest::Approx(totals.carbon_g).epsilon(1e-9));
    CHECK(requests == totals.arrivals);
  }
}

void check_adds_up(const Scenario& scenario, const Ledger& ledger) {
  const auto totals = test::totals(ledger.result);
  CHECK(ledger.sum("energy_j") == doctest::Approx(totals.energy_j).epsilon(1e-9));
  CHECK(ledger.sum("carbon_g") == doctest::Approx(totals.carbon_g).epsilon(1e-9));
  CHECK(ledger.count("served") == totals.served);
  CHECK(ledger.count("dropped") == totals.dropped);
  CHECK(ledger.count("in_service") + ledger.count("waiting") == totals.queued);
  CHECK(ledger.count("not_shared") <= std::max(1.0, static_cast<double>(scenario.regions.size())));
  double latency_s = 0;
  for (std::size_t row = 0; row < ledger.table.rows(); ++row) {
    if (ledger.text(row, "outcome") != "served") continue;
    latency_s += ledger.number(row, "end_s") - ledger.number(row, "arrival_s") +
                 round_trip_s(scenario, ledger, row);
    CHECK(ledger.number(row, "start_s") >= ledger.number(row, "arrival_s"));
    CHECK(ledger.number(row, "energy_j") > 0);
  }
  CHECK(latency_s == doctest::Approx(totals.latency_s).epsilon(1e-9));
  check_regions_add_up(scenario, ledger);
}

}  // namespace

TEST_CASE("requests add up to the metered joules and grams, the same in event and queue") {
  sample::Folder folder;
  RandomStream random(47, "ledger");
  for (int i = 0; i < test::random_cases(60); ++i) {
    CAPTURE(i);
    Scenario scenario = test::random_scenario(random);
    scenario.fidelity = Fidelity::event;
    const Ledger event = run_with_ledger(scenario, folder.file("event.csv"));
    scenario.fidelity = Fidelity::queue;
    const Ledger queue = run_with_ledger(scenario, folder.file("queue.csv"));
    check_adds_up(scenario, event);
    check_adds_up(scenario, queue);
    test::check_same(event.result, queue.result);
    test::check_same(queue.result,
                     run_isolated(scenario, policies::registry()));  // without a ledger
    REQUIRE(event.table.rows() == queue.table.rows());
    const auto sum = test::totals(event.result);
    for (std::size_t row = 0; row < event.table.rows(); ++row) {
      std::vector<const char*> words{"host", "variant", "batch", "outcome"};
      if (!scenario.regions.empty()) words.push_back("region");
      for (const char* column : words) {
        REQUIRE(event.text(row, column) == queue.text(row, column));
      }
      for (const char* column : {"arrival_s", "start_s", "end_s"}) {
        REQUIRE(std::abs(event.number(row, column) - queue.number(row, column)) < 1e-9);
      }
      const auto difference = [&](const char* column) {
        return std::abs(event.number(row, column) - queue.number(row, column));
      };
      REQUIRE(difference("energy_j") < 1e-9 * sum.energy_j);
      REQUIRE(difference("carbon_g") < 1e-9 * sum.carbon_g);
    }
  }
}

TEST_CASE("a request pays its part of its batch, and of what its epoch drew besides") {
  test::HandBuilt built;  // 200 W busy, 10 W idle, 1 s a request
  built.fidelity = Fidelity::queue;
  built.service_s = {1};
  built.duration_s = 30;
  built.epoch_s = 10;
  built.g_per_kwh = {360, 720, 1080};  // 0.1, 0.2 and 0.3 mg a joule
  // Epoch 0: two requests, one running over into epoch 1, where none else comes. Epoch 2: none.
  built.arrivals = TimestampArrivals{{2, 9.5}};
  sample::Folder folder;
  const Ledger ledger = run_with_ledger(built.build(), folder.file("requests.csv"));
  REQUIRE(ledger.table.rows() == 3);
  // 1 s at 200 W, and the idle 8.5 s at 10 W of epoch 0, where it alone ended.
  CHECK(ledger.number(0, "energy_j") == doctest::Approx(285));
  CHECK(ledger.number(0, "carbon_g") == doctest::Approx(285 * 1e-4));
  // Half its second in epoch 0, half in epoch 1, and epoch 1's idle 9.5 s.
  CHECK(ledger.number(1, "energy_j") == doctest::Approx(295));
  CHECK(ledger.number(1, "carbon_g") == doctest::Approx(100 * 1e-4 + 195 * 2e-4));
  CHECK(ledger.text(2, "outcome") == "not_shared");  // epoch 2, in which none ended
  CHECK(ledger.number(2, "energy_j") == doctest::Approx(100));
  CHECK(ledger.number(2, "carbon_g") == doctest::Approx(100 * 3e-4));
}

TEST_CASE("a request's grams have its region's PUE on all of its joules") {
  test::HandBuilt built;  // 200 W busy, 10 W idle, 1 s a request
  built.service_s = {1};
  built.duration_s = built.epoch_s = 10;
  built.g_per_kwh = {360, 720};  // 0.1 and 0.2 mg a joule
  built.arrivals = TimestampArrivals{{2, 7}};
  sample::Folder folder;
  for (const Fidelity fidelity : {Fidelity::event, Fidelity::queue}) {
    CAPTURE(to_string(fidelity));
    built.fidelity = fidelity;
    Scenario scenario = built.build();
    scenario.pue = 1.5;
    const Ledger ledger = run_with_ledger(scenario, folder.file("requests.csv"));
    REQUIRE(ledger.table.rows() == 2);
    // Each its second at 200 W, and half of the idle 4 s at 10 W in either step.
    CHECK(ledger.number(0, "carbon_g") ==
          doctest::Approx(1.5 * (200 * 1e-4 + 20 * 1e-4 + 20 * 2e-4)));
    CHECK(ledger.number(1, "carbon_g") ==
          doctest::Approx(1.5 * (200 * 2e-4 + 20 * 1e-4 + 20 * 2e-4)));
  }
}
