#include <doctest/doctest.h>

#include <algorithm>

#include "engine/hand_built.hpp"
#include "engine/routed_arrivals.hpp"

using namespace cadis;

namespace {

const TickClock clock_of_run{Seconds{20}};

Ticks at(double time_s) { return clock_of_run.of(Seconds{time_s}); }

Scenario three_regions() {
  test::HandBuilt built;
  built.hosts = 3;
  built.duration_s = 20;
  built.arrivals = PoissonArrivals{50};
  Scenario scenario = built.build();
  scenario.regions.resize(3);
  return scenario;
}

std::vector<Ticks> take_all(Arrivals& arrivals) {
  std::vector<Ticks> all;
  while (arrivals.peek() < Ticks::never()) all.push_back(arrivals.next());
  return all;
}

}  // namespace

TEST_CASE("the regions' arrivals together are all arrivals, whatever the load and its changes") {
  const Scenario scenario = three_regions();
  const auto plan = std::make_shared<LoadPlan>();
  plan->decide(at(0), at(7), Eigen::Array3d(0.2, 0.5, 0.3));
  plan->decide(at(7), at(13), Eigen::Array3d(0, 1, 0));
  plan->decide(at(13), at(20), Eigen::Array3d(0.6, 0, 0.4));
  std::vector<Ticks> routed;
  for (std::size_t r = 0; r < 3; ++r) {
    Arrivals arrivals = routed_arrivals(scenario, r, plan);
    for (const Ticks one : take_all(arrivals)) {
      routed.push_back(one);
      CHECK((r == 1 ? one < at(13) : one < at(7) || one >= at(13)));
    }
  }
  std::sort(routed.begin(), routed.end());
  Arrivals all = arrivals_of(scenario);
  CHECK(routed == take_all(all));
  CHECK(routed.size() > 900);
}

TEST_CASE("a region's share of many requests is its load to a request") {
  const Scenario scenario = three_regions();
  const auto plan = std::make_shared<LoadPlan>();
  plan->decide(at(0), at(20), Eigen::Array3d(0.17, 0.22, 0.61));
  Arrivals all = arrivals_of(scenario);
  const auto count = static_cast<double>(take_all(all).size());
  for (std::size_t r = 0; r < 3; ++r) {
    Arrivals arrivals = routed_arrivals(scenario, r, plan);
    const double load = plan->changes().front().load[static_cast<Eigen::Index>(r)];
    CHECK(std::abs(static_cast<double>(take_all(arrivals).size()) - load * count) < 1);
  }
}

TEST_CASE("arrivals stop where the plan does, go on when it does, and so does a copy by itself") {
  const Scenario scenario = three_regions();
  const auto plan = std::make_shared<LoadPlan>();
  plan->decide(at(0), at(5), Eigen::Array3d(1, 0, 0));
  Arrivals first = routed_arrivals(scenario, 0, plan);
  Arrivals early = first;
  const auto before = take_all(first);
  CHECK(before.back() < at(5));
  first.resume();
  CHECK(first.peek() == Ticks::never());
  plan->decide(at(5), at(10), Eigen::Array3d(0.5, 0.5, 0));
  CHECK(first.peek() == Ticks::never());
  first.resume();
  const auto after = take_all(first);
  CHECK(after.front() >= at(5));
  CHECK(after.back() < at(10));
  CHECK(after.size() > 100);
  auto whole = before;
  whole.insert(whole.end(), after.begin(), after.end());
  CHECK(take_all(early) == whole);
}
