#include <doctest/doctest.h>

#include <algorithm>

#include "engine/run_totals.hpp"
#include "model/sample_documents.hpp"
#include "property/ledger.hpp"
#include "property/random_scenario.hpp"
#include "sanitizers.hpp"

// A carbon step or an epoch more, under a decision that does not change, is a line in a table: it
// moves no request. Half of the runs have round durations, so that requests, ends, full waits,
// deadlines and boundaries fall on one instant.

using namespace cadis;

namespace {

/// Everything that became of each request; which epoch's rows it stands among does not count.
std::vector<std::vector<std::string>> requests(const test::Ledger& ledger) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t row = 0; row < ledger.table.rows(); ++row) {
    if (ledger.text(row, "outcome") == "not_shared") continue;
    std::vector<std::string> cells;
    for (const char* column :
         {"arrival_s", "start_s", "end_s", "host", "variant", "batch", "outcome"}) {
      cells.push_back(ledger.text(row, column));
    }
    if (ledger.table.column("region")) cells.push_back(ledger.text(row, "region"));
    rows.push_back(std::move(cells));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// Every step cut into equal ones of the same intensity.
CarbonSignal cut(const CarbonSignal& carbon, UtcTime start, int pieces) {
  const auto steps = static_cast<Eigen::Index>(carbon.steps());
  Eigen::ArrayXd values(steps * pieces);
  for (Eigen::Index i = 0; i < values.size(); ++i) values[i] = carbon.g_per_kwh()[i / pieces];
  const Seconds step = carbon.duration() / static_cast<double>(values.size());
  return CarbonSignal::from_series({start, step, values}, start, carbon.duration(), "cut");
}

}  // namespace

TEST_CASE("no request is served otherwise for more carbon steps and epochs, on 150 random runs") {
  sample::Folder folder;
  RandomStream random(61, "boundaries");
  double served = 0, batches = 0;
  for (int i = 0; i < test::random_cases(150); ++i) {
    CAPTURE(i);
    Scenario whole = test::random_scenario(random);
    if (whole.policy.name != "blind") whole.policy = {"static-large", "static-large", {}};
    whole.policy.params.erase("spread");
    whole.policy.params.erase("window");
    if (whole.policy.name == "blind") whole.policy.params["spread"] = std::string("requests");
    whole.fidelity = random.uniform() < 0.5 ? Fidelity::event : Fidelity::queue;
    whole.epoch = whole.duration;
    Scenario pieces = whole;
    // Decimals that requests and ends fall on, or any.
    const double epoch_s = whole.duration.value() * (0.02 + 0.5 * random.uniform());
    pieces.epoch = Seconds{random.uniform() < 0.5 ? test::Durations{true}(epoch_s) : epoch_s};
    const int more = test::whole(random, 1, 4);
    pieces.carbon = cut(pieces.carbon, pieces.start, more);
    for (Region& region : pieces.regions) region.carbon = cut(region.carbon, pieces.start, more);
    set_means_of_regions(pieces);
    const auto expected = test::run_with_ledger(whole, folder.file("whole.csv"));
    const auto found = test::run_with_ledger(pieces, folder.file("pieces.csv"));
    REQUIRE(found.result.epochs.size() > 1);
    REQUIRE(requests(found) == requests(expected));
    const auto a = test::totals(expected.result), b = test::totals(found.result);
    CHECK(b.latency_s == doctest::Approx(a.latency_s).epsilon(1e-13));
    CHECK(b.energy_j == doctest::Approx(a.energy_j).epsilon(1e-9));
    CHECK(b.carbon_g == doctest::Approx(a.carbon_g).epsilon(1e-9));
    served += a.served;
    batches += whole.max_batch > 1;
  }
  CHECK(served > 200 * test::random_cases(150));
  CHECK(batches > 0.4 * test::random_cases(150));
}
