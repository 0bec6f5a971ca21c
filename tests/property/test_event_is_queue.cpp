#include <doctest/doctest.h>

#include "engine/run_totals.hpp"
#include "property/random_scenario.hpp"

// Two programs of one meaning: SimGrid going from activity to activity, and a loop that solves each
// interval at once. Random small scenarios must give the same outputs.

using namespace cadis;

TEST_CASE("event and queue give the same counts, latencies, joules and grams on 500 random runs") {
  RandomStream random(31, "fidelity");
  double served = 0, dropped = 0, switches = 0, queued = 0;
  for (int i = 0; i < 500; ++i) {
    CAPTURE(i);
    Scenario scenario = test::random_scenario(random);
    const auto event = test::run(scenario);  // compares with `queue`
    const auto sum = test::totals(event);
    served += sum.served;
    dropped += sum.dropped;
    switches += sum.switches;
    queued += sum.queued;
  }
  CHECK(served > 1e5);  // or the scenarios were empty
  CHECK(dropped > 1e3);
  CHECK(switches > 1e3);
  CHECK(queued > 1e3);
}
