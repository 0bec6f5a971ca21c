#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/hand_built.hpp"
#include "engine/simulation.hpp"
#include "policies/registry.hpp"

// A run keeps the requests that wait, and none else.

using namespace cadis;

namespace {

/// Peak resident memory of a run in a process of its own, in KiB.
double peak_kib(const Scenario& scenario) {
  const pid_t child = fork();
  if (child == 0) {
    const BuiltPolicy built = build_policy(scenario, policies::registry());
    double served = 0;
    for (const EpochRecord& e : simulate(scenario, built).epochs) served += e.served;
    _exit(served > 1000 ? 0 : 1);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
  return static_cast<double>(usage.ru_maxrss);
}

}  // namespace

TEST_CASE("two hundred times the requests take no more memory, however they arrive") {
  test::HandBuilt built;
  built.fidelity = Fidelity::queue;
  built.duration_s = 100;
  built.epoch_s = 50;
  built.hosts = 3;
  for (const int max_batch : {1, 8}) {
    built.max_batch = max_batch;
    built.batch_cost = 0.1;
    for (const bool is_counted : {false, true}) {  // all in one step of a trace of counts
      const auto peak_at = [&](double requests) {
        built.service_s = {150 / requests};
        const Eigen::ArrayXd counts = Eigen::ArrayXd::Constant(1, requests);
        built.arrivals = PoissonArrivals{requests / 100};
        if (is_counted) {
          built.arrivals =
              CountArrivals{{*parse_utc("2023-06-01T00:00:00Z"), Seconds{100}, counts}};
        }
        return peak_kib(built.build());
      };
      CHECK(peak_at(2e6) < peak_at(1e4) + 512);  // bytes a request: a quarter
    }
  }
}
