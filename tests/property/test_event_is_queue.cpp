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

namespace {

/// Decides host by host, anew each epoch: one variant, or a mix of two.
class HostByHost : public Policy {
 public:
  explicit HostByHost(const Scenario& scenario)
      : random_(scenario.seed, "host by host"),
        hosts_(scenario.hosts.size()),
        variants_(scenario.variants.size()) {}

  Decision decide(const Observation&) override {
    Decision decision;
    decision.shares = Eigen::ArrayXXd::Zero(static_cast<Eigen::Index>(hosts_),
                                            static_cast<Eigen::Index>(variants_));
    for (Eigen::Index host = 0; host < decision.shares.rows(); ++host) {
      const double share = random_.uniform() < 0.5 ? 1 : random_.uniform();
      decision.shares(host, any_variant()) += share;
      decision.shares(host, any_variant()) += 1 - share;
    }
    return decision;
  }

 private:
  Eigen::Index any_variant() {
    return static_cast<Eigen::Index>(random_.uniform() * static_cast<double>(variants_));
  }

  RandomStream random_;
  std::size_t hosts_, variants_;
};

}  // namespace

TEST_CASE("event and queue agree where a policy decides host by host") {
  RandomStream random(33, "hosts");
  double switches = 0;
  for (int i = 0; i < 100; ++i) {
    CAPTURE(i);
    Scenario scenario = test::random_scenario(random);
    scenario.policy = {"host-by-host", "host-by-host", {}};
    const std::vector<PolicyInfo> policies{
        {"host-by-host", "a test's own", {}, [&scenario](PolicyInputs&) {
           return std::make_unique<HostByHost>(scenario);
         }}};
    switches += test::totals(test::run(scenario, policies)).switches;
  }
  CHECK(switches > 1e3);
}
