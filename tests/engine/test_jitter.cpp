#include <doctest/doctest.h>

#include "engine/run_totals.hpp"
#include "model/jitter.hpp"
#include "report/summary.hpp"
#include "report/tables.hpp"

using namespace cadis;
using test::HandBuilt;
using test::run;
using test::totals;

namespace {

/// Two variants, batches, and a grid that makes the rule use both.
HandBuilt built(Fidelity fidelity) {
  HandBuilt two;
  two.hosts = 2;
  two.accuracy_pct = {70, 80};
  two.service_s = {2e-3, 5e-3};
  two.busy_w = {150, 300};
  two.max_batch = 4;
  two.max_wait_s = 4e-3;
  two.batch_cost = 0.4;
  two.duration_s = 60;
  two.epoch_s = 5;
  two.g_per_kwh = {100, 300, 50, 20, 400, 90};
  two.fidelity = fidelity;
  two.policy = {"heuristic", "heuristic", {{"range", std::string("running")}}};
  return two;
}

Scenario jittered(Scenario scenario, const Jitter& jitter) {
  apply_jitter(jitter, scenario);
  return scenario;
}

/// A run's tables as their bytes.
std::string tables(const Scenario& scenario) {
  const RunResult result = run(scenario);
  CsvWriter summary(summary_columns());
  write_summary_cells(summary, summarize(scenario, result));
  summary.end_row();
  return summary.text() + format_epochs(scenario, result) + format_latency(result.latency);
}

}  // namespace

TEST_CASE("jitter of seed 0, or with no errors, leaves every byte of the tables alone") {
  for (const Fidelity fidelity : {Fidelity::event, Fidelity::queue, Fidelity::fluid}) {
    CAPTURE(to_string(fidelity));
    const Scenario nominal = built(fidelity).build();
    const std::string bytes = tables(nominal);
    CHECK(tables(jittered(nominal, {0, 5, 5, 0.2, 3})) == bytes);
    CHECK(tables(jittered(nominal, {7, 0, 0, 0, 0})) == bytes);
    CHECK(tables(jittered(nominal, {7, 5, 5, 0.2, 3})) != bytes);
  }
}

TEST_CASE("an error of carbon alone scales grams by its factor and decides nothing") {
  const Scenario nominal = built(Fidelity::queue).build();
  const Scenario drawn = jittered(nominal, {7, 0, 0, 0, 20});
  const double factor = drawn.carbon.intensity(0) / nominal.carbon.intensity(0);
  const RunResult before = run(nominal), after = run(drawn);
  CHECK(std::abs(factor - 1) > 0.01);
  CHECK(totals(after).carbon_g == doctest::Approx(factor * totals(before).carbon_g).epsilon(1e-12));
  CHECK(totals(after).energy_j == totals(before).energy_j);
  for (std::size_t e = 0; e < before.epochs.size(); ++e)
    CHECK((after.epochs[e].shares == before.epochs[e].shares).all());
}

TEST_CASE("event and queue agree in a jittered world, and keep what a run conserves") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    run(jittered(built(Fidelity::event).build(), {seed, 20, 20, 1, 10}));
}

TEST_CASE("a policy knows the world it runs in: its pool has the figures drawn") {
  const Scenario nominal = built(Fidelity::queue).build();
  const Scenario drawn = jittered(nominal, {7, 5, 5, 0.2, 3});
  const Pool pool = make_pool(drawn);
  for (std::size_t v = 0; v < 2; ++v) {
    const auto& service = drawn.service(0, v, 4);
    const auto at = static_cast<Eigen::Index>(v);
    CHECK(pool.accuracy_pct[at] == drawn.variants[v].accuracy_pct);
    CHECK(pool.energy_j[at] == (service.power * service.time).value() / 4);
    CHECK(pool.energy_j[at] != make_pool(nominal).energy_j[at]);
  }
}
