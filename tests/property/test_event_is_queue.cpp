#include <doctest/doctest.h>

#include "engine/run_totals.hpp"
#include "property/random_scenario.hpp"
#include "sanitizers.hpp"

// Two programs of one meaning: SimGrid going from activity to activity, and a loop that solves each
// interval at once. Random small scenarios must give the same outputs.

using namespace cadis;

TEST_CASE("event and queue give the same counts, latencies, joules and grams on 500 random runs") {
  RandomStream random(31, "fidelity");
  double served = 0, dropped = 0, switches = 0, queued = 0;
  const int runs = test::random_cases(500);
  for (int i = 0; i < runs; ++i) {
    CAPTURE(i);
    Scenario scenario = test::random_scenario(random);
    const auto event = test::run(scenario);  // compares with `queue`
    const auto sum = test::totals(event);
    served += sum.served;
    dropped += sum.dropped;
    switches += sum.switches;
    queued += sum.queued;
  }
  CHECK(served > 200 * runs);  // or the scenarios were empty
  CHECK(dropped > 2 * runs);
  CHECK(switches > 2 * runs);
  CHECK(queued > 2 * runs);
}

namespace {

Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }

/// Decides at random, anew each epoch: one variant for all hosts, one mix for all, or host by host
/// or region by region; and where the requests go.
class AnyDecision : public Policy {
 public:
  explicit AnyDecision(const Scenario& scenario)
      : random_(scenario.seed, "any decision"),
        hosts_(index(scenario.hosts.size())),
        regions_(index(scenario.regions.size())),
        variants_(index(scenario.variants.size())) {}

  Decision decide(const Observation&) override {
    const double kind = random_.uniform();
    const Eigen::Index rows = kind < 0.7 ? 1 : regions_ > 0 && kind < 0.8 ? regions_ : hosts_;
    Decision decision{Eigen::ArrayXXd::Zero(rows, variants_)};
    for (Eigen::Index row = 0; row < rows; ++row) {
      const double share = kind < 0.4 || random_.uniform() < 0.4 ? 1 : random_.uniform();
      decision.shares(row, any_variant()) += share;
      decision.shares(row, any_variant()) += 1 - share;
    }
    if (regions_ > 0 && random_.uniform() < 0.8) decision.load = any_load();
    return decision;
  }

 private:
  Eigen::Index any_variant() {
    return static_cast<Eigen::Index>(random_.uniform() * static_cast<double>(variants_));
  }

  /// To one region, or to several.
  Eigen::ArrayXd any_load() {
    Eigen::ArrayXd load(regions_);
    for (double& share : load) share = random_.uniform() < 0.3 ? 0 : random_.uniform();
    load[static_cast<Eigen::Index>(random_.uniform() * static_cast<double>(regions_))] += 0.1;
    return load / load.sum();
  }

  RandomStream random_;
  Eigen::Index hosts_, regions_, variants_;
};

RunResult run_any_decision(Scenario scenario) {
  scenario.policy = {"any", "any", {}};
  const std::vector<PolicyInfo> policies{{"any", "a test's own", {}, [&scenario](PolicyInputs&) {
                                            return std::make_unique<AnyDecision>(scenario);
                                          }}};
  return test::run(scenario, policies);
}

}  // namespace

TEST_CASE(
    "event and queue agree whatever a policy decides, for all hosts, by host, by region and load") {
  RandomStream random(33, "hosts");
  double switches = 0;
  const int runs = test::random_cases(400);
  for (int i = 0; i < runs; ++i) {
    CAPTURE(i);
    switches += test::totals(run_any_decision(test::random_scenario(random))).switches;
  }
  CHECK(switches > 25 * runs);
}

TEST_CASE("event and queue agree where like hosts serve one by one and any decision follows any") {
  RandomStream random(35, "alternating");
  double switches = 0;
  const int runs = test::random_cases(400);
  for (int i = 0; i < runs; ++i) {
    CAPTURE(i);
    const test::Durations length{random.uniform() < 0.5};
    Scenario scenario = test::random_like_hosts(random, length, 1).build();
    if (random.uniform() < 0.5) test::add_regions(random, length, scenario);
    switches += test::totals(run_any_decision(scenario)).switches;
  }
  CHECK(switches > 25 * runs);
}
