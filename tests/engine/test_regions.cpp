#include <doctest/doctest.h>

#include <stdexcept>

#include "base/errors.hpp"
#include "engine/run_totals.hpp"
#include "report/summary.hpp"
#include "report/tables.hpp"

// Several regions: hand-computed runs, in every fidelity that has what they compute.

using namespace cadis;
using test::HandBuilt;

namespace {

Eigen::ArrayXd shares(std::initializer_list<double> values) {
  Eigen::ArrayXd all(static_cast<Eigen::Index>(values.size()));
  std::copy(values.begin(), values.end(), all.begin());
  return all;
}

Region region(const Scenario& scenario, const std::string& name,
              std::initializer_list<double> g_per_kwh, double pue, double round_trip_s) {
  const Seconds step = scenario.duration / static_cast<double>(g_per_kwh.size());
  return {name,
          CarbonSignal::from_series({scenario.start, step, shares(g_per_kwh)}, scenario.start,
                                    scenario.duration, name),
          pue, Seconds{round_trip_s}};
}

/// Hosts in equal parts, in the order of the regions.
Scenario with_regions(Scenario scenario, std::vector<Region> regions, Eigen::ArrayXd routing) {
  for (std::size_t h = 0; h < scenario.hosts.size(); ++h) {
    scenario.hosts[h].region = h * regions.size() / scenario.hosts.size();
  }
  scenario.regions = std::move(regions);
  scenario.routing = std::move(routing);
  set_means_of_regions(scenario);
  return scenario;
}

/// A policy of the test's own; `decide` runs in another process, so it can only throw.
RunResult run_with(Scenario scenario, const std::function<Decision(const Observation&)>& decide,
                   bool routes = false) {
  class Own : public Policy {
   public:
    explicit Own(std::function<Decision(const Observation&)> decide) : decide_(std::move(decide)) {}
    Decision decide(const Observation& now) override { return decide_(now); }

   private:
    std::function<Decision(const Observation&)> decide_;
  };
  scenario.policy = {"own", "own", {}};
  const std::vector<PolicyInfo> policies{
      {"own",
       "a test's own",
       {},
       [&](PolicyInputs&) { return std::make_unique<Own>(decide); },
       routes}};
  return test::run(scenario, policies);
}

constexpr Fidelity all_fidelities[] = {Fidelity::event, Fidelity::queue, Fidelity::fluid};
constexpr Fidelity with_queue[] = {Fidelity::event, Fidelity::queue};

}  // namespace

TEST_CASE("each region's joules cost its own intensity and PUE, its latencies its round trip") {
  HandBuilt built;  // idle 10 W, busy 200 W
  built.hosts = 2;
  built.service_s = {6};
  built.duration_s = 30;
  built.epoch_s = 15;
  built.arrivals = TimestampArrivals{{8.0, 13.0}};  // to `a` until 14 s, to `b` until 19 s
  for (const auto fidelity : with_queue) {
    CAPTURE(to_string(fidelity));
    built.fidelity = fidelity;
    const Scenario plain = built.build();
    const Scenario scenario = with_regions(
        plain, {region(plain, "a", {100, 400, 50}, 1.5, 0), region(plain, "b", {200, 300}, 1.2, 2)},
        shares({0.5, 0.5}));
    const RunResult result = test::run(scenario);
    const auto& a = result.regions.at(0);
    const auto& b = result.regions.at(1);
    CHECK(a[0].carbon.value() ==
          doctest::Approx(1.5 * (480 * 100 + 810 * 400) / 3.6e6).epsilon(1e-12));
    CHECK(a[1].carbon.value() ==
          doctest::Approx(1.5 * (50 * 400 + 100 * 50) / 3.6e6).epsilon(1e-12));
    CHECK(b[0].carbon.value() == doctest::Approx(1.2 * 530 * 200 / 3.6e6).epsilon(1e-12));
    CHECK(b[1].carbon.value() == doctest::Approx(1.2 * 910 * 300 / 3.6e6).epsilon(1e-12));
    CHECK(a[0].latency_sum_s == doctest::Approx(6).epsilon(1e-12));
    CHECK(b[1].latency_sum_s == doctest::Approx(6 + 2).epsilon(1e-12));
    CHECK(result.latency.max().value() == doctest::Approx(8).epsilon(1e-12));
    CHECK(b[0].queued == 1);
    CHECK(a[0].intensity.value() == 100);
    CHECK(b[1].intensity.value() == 300);
    // Of all, the mean of the routing's shares x PUE.
    CHECK(result.epochs[0].intensity.value() ==
          doctest::Approx((0.5 * 1.5 * 100 + 0.5 * 1.2 * 200) / 1.35).epsilon(1e-12));
  }
}

TEST_CASE("the slo counts the round trip, the deadline the wait in the region alone") {
  HandBuilt built;
  built.service_s = {1};
  built.duration_s = built.epoch_s = 10;
  built.arrivals = TimestampArrivals{{0, 0.2, 0.4}};  // would start at 0, 1 and 2 s
  for (const double round_trip_s : {0.0, 3.0}) {
    Scenario scenario = built.build();
    scenario.slo = Seconds{4.5};
    scenario.deadline = Seconds{1.5};  // the third waits 1.6 s
    scenario =
        with_regions(scenario, {region(scenario, "far", {100}, 1, round_trip_s)}, shares({1}));
    const auto epochs = test::run(scenario).epochs;
    CHECK(epochs[0].served == 2);
    CHECK(epochs[0].dropped == 1);
    CHECK(epochs[0].latency_sum_s == doctest::Approx(1 + 1.8 + 2 * round_trip_s).epsilon(1e-12));
    CHECK(epochs[0].slo_violations == (round_trip_s > 0 ? 1 : 0));  // 4.8 s
  }
}

TEST_CASE("a request goes to the region furthest behind its share, of equals to the first") {
  HandBuilt built;
  built.hosts = 3;
  built.duration_s = 8;
  built.epoch_s = 1;
  built.arrivals = ConstantArrivals{1};
  const Scenario plain = built.build();
  const Scenario scenario = with_regions(
      plain,
      {region(plain, "a", {1}, 1, 0), region(plain, "b", {1}, 1, 0), region(plain, "c", {1}, 1, 0)},
      shares({0.5, 0.25, 0.25}));
  const RunResult result = test::run(scenario);
  std::string order;
  for (std::size_t e = 0; e < 8; ++e) {
    for (std::size_t r = 0; r < 3; ++r) {
      if (result.regions[r][e].arrivals == 1) order += scenario.regions[r].name;
    }
  }
  CHECK(order == "abcaabca");
}

TEST_CASE("sending all load to the cleaner region cuts grams as computed by hand") {
  HandBuilt built;  // idle 10 W, busy 200 W
  built.hosts = 2;
  built.service_s = {0.25};
  built.duration_s = 100;
  built.epoch_s = 50;
  built.arrivals = ConstantArrivals{1};  // 50 requests an epoch: 12.5 s busy, 2875 J; idle 500 J
  const auto to_the_cleaner = [](const Observation& now) {
    Decision decision = Decision::one(0, 1);
    decision.load = Eigen::ArrayXd::Zero(2);
    const auto grams_per_joule = [&](std::size_t r) {
      return now.regions[r].intensity.value() * now.regions[r].pue;
    };
    decision.load[grams_per_joule(1) < grams_per_joule(0) ? 1 : 0] = 1;
    return decision;
  };
  for (const auto fidelity : all_fidelities) {
    CAPTURE(to_string(fidelity));
    built.fidelity = fidelity;
    const Scenario plain = built.build();
    const Scenario scenario = with_regions(
        plain, {region(plain, "a", {100, 400}, 1, 0), region(plain, "b", {300, 200}, 1.5, 0)},
        shares({0.5, 0.5}));
    const double routed_g = test::totals(run_with(scenario, to_the_cleaner)).carbon_g;
    const double even_g = test::totals(test::run(scenario)).carbon_g;
    CHECK(
        routed_g ==
        doctest::Approx((2875 * 100 + 500 * 450 + 500 * 400 + 2875 * 300) / 3.6e6).epsilon(1e-12));
    CHECK(even_g == doctest::Approx(1687.5 * (100 + 450 + 400 + 300) / 3.6e6).epsilon(1e-12));
    Scenario unrouted = scenario;  // no routing is needed where every decision has a load
    unrouted.routing = Eigen::ArrayXd();
    set_means_of_regions(unrouted);
    CHECK(test::totals(run_with(unrouted, to_the_cleaner, true)).carbon_g == routed_g);
  }
}

TEST_CASE("each region has a queue of its own, with the limit of its own") {
  HandBuilt built;
  built.hosts = 2;
  built.service_s = {1};
  built.duration_s = built.epoch_s = 10;
  built.arrivals = TimestampArrivals{{1, 1, 1, 1, 1, 1}};
  Scenario plain = built.build();
  plain.queue_limit = 1;
  const auto dropped = [&](const Eigen::ArrayXd& routing) {
    return test::totals(
               test::run(with_regions(
                   plain, {region(plain, "a", {1}, 1, 0), region(plain, "b", {1}, 1, 0)}, routing)))
        .dropped;
  };
  CHECK(dropped(shares({0.5, 0.5})) == 2);  // of three in each: one served, one waiting
  CHECK(dropped(shares({0, 1})) == 4);
}

TEST_CASE(
    "one region without a round trip gives what the fleet gives without regions, to the byte") {
  for (const auto fidelity : all_fidelities) {
    CAPTURE(to_string(fidelity));
    HandBuilt built;
    built.hosts = 3;
    built.accuracy_pct = {70, 80};
    built.service_s = {2e-3, 7e-3};
    built.busy_w = {100, 230};
    built.duration_s = 50;
    built.epoch_s = 7;
    built.g_per_kwh = {100, 400, 50};
    built.load_s = 0.3;
    built.fidelity = fidelity;
    built.policy = {"heuristic", "heuristic", {{"window", Seconds{30}}}};
    Scenario plain = built.build();
    plain.pue = 1.3;
    plain.slo = Seconds{0.02};
    const Scenario one =
        with_regions(plain, {{"only", plain.carbon, plain.pue, Seconds{0}}}, shares({1}));
    const RunResult a = test::run(plain), b = test::run(one);
    CHECK(format_epochs(plain, a) == format_epochs(one, b));
    CHECK(format_latency(a.latency) == format_latency(b.latency));
  }
}

TEST_CASE("a policy sees each region as it is, and of all the mean") {
  HandBuilt built;
  built.hosts = 3;  // 2 and 1
  built.service_s = {2};
  built.duration_s = 40;
  built.epoch_s = 10;
  built.arrivals = TimestampArrivals{{9.5, 9.6, 9.7, 9.8}};
  built.fidelity = Fidelity::queue;
  const Scenario plain = built.build();
  const Scenario scenario = with_regions(
      plain,
      {region(plain, "a", {100, 200}, 1, 0.5), region(plain, "b", {300, 500, 400, 600}, 1.5, 1)},
      shares({0.5, 0.5}));
  const auto check = [](const Observation& now) {
    const auto require = [](bool holds, const char* what) {
      if (!holds) throw std::logic_error(what);
    };
    const RegionView &a = now.regions.at(0), &b = now.regions.at(1);
    require(a.name == "a" && b.name == "b", "names");
    require(a.pue == 1 && b.pue == 1.5 && b.round_trip == Seconds{1}, "pue and round trip");
    require(a.seen_begin_s.size() == now.epoch / 2 + 1, "steps of a");  // every 20 s
    require(b.seen_g_per_kwh.size() == now.epoch + 1, "steps of b");    // every 10 s
    require(b.seen_g_per_kwh.back() == b.intensity.value(), "the step that holds");
    require(now.seen_begin_s.size() == now.epoch + 1, "steps of all");
    const double mean = (a.intensity.value() + 1.5 * b.intensity.value()) / 2.5;
    require(std::abs(now.intensity.value() - mean) < 1e-9, "the mean");
    if (now.epoch == 1) {  // two in service here, and there one of two
      require(a.queued == 2 && b.queued == 2 && now.queued == 4, "queued");
      require(a.load == 0.5 && a.arrived == 2 && b.arrived == 2, "the epoch before");
      require(a.served == 0 && now.served == 0, "served");
    }
    if (now.epoch == 2) {
      require(a.served == 2 && b.served == 2 && now.served == 4, "all served");
      require(std::abs(a.mean_latency.value() - 2.5) < 1e-9, "with the round trip");
      require(std::abs(b.mean_latency.value() - ((2 + 3.8) / 2 + 1)) < 1e-9, "after waiting");
    }
    return Decision::one(0, 1);
  };
  CHECK_NOTHROW(run_with(scenario, check));
}

TEST_CASE("a load that is not one is refused with its epoch") {
  HandBuilt built;
  built.hosts = 4;
  built.fidelity = Fidelity::fluid;
  const Scenario plain = built.build();
  const Scenario scenario = with_regions(
      plain, {region(plain, "a", {1}, 1, 0), region(plain, "b", {1}, 1, 0)}, shares({0.5, 0.5}));
  const auto decided = [](const Scenario& in, const Eigen::ArrayXd& load, Eigen::Index rows = 1) {
    return [&in, load, rows] {
      run_with(in, [&](const Observation&) {
        return Decision{Eigen::ArrayXXd::Ones(rows, 1), load};
      });
    };
  };
  const auto refused = [](const auto& run, const std::string& what) {
    CHECK_THROWS_WITH_AS(run(), ("policy own, epoch 0: " + what).c_str(), PolicyError);
  };
  refused(decided(scenario, shares({1})), "load must have one share for each of 2 regions, got 1");
  refused(decided(scenario, shares({0.5, 0.6})), "load must be at least 0 and sum to 1");
  refused(decided(scenario, shares({-0.5, 1.5})), "load must be at least 0 and sum to 1");
  refused(decided(plain, shares({1})), "load is for scenarios with regions, and this one has none");
  Scenario unrouted = scenario;
  unrouted.routing = Eigen::ArrayXd();
  refused(decided(unrouted, {}), "the scenario has no routing, so every decision needs a load");
  refused(decided(scenario, {}, 3), "shares must be 1 x 1, 2 x 1 or 4 x 1, got 3 x 1");
  refused(decided(scenario, {}, 4),
          "fluid takes one decision for all hosts, or one for each region");
  CHECK_NOTHROW(decided(scenario, shares({0, 1}), 2)());
}

TEST_CASE("every shipped policy runs in several regions, but the oracle refuses") {
  for (const PolicyInfo& info : policies::registry()) {
    CAPTURE(info.name);
    for (const auto fidelity : all_fidelities) {
      HandBuilt built;
      built.hosts = 2;
      built.accuracy_pct = {70, 80};
      built.service_s = {1e-3, 4e-3};
      built.busy_w = {100, 200};
      built.duration_s = 20;
      built.epoch_s = 5;
      built.arrivals = ConstantArrivals{20};
      built.fidelity = fidelity;
      built.policy = {info.name, info.name, {}};
      for (const ParamInfo& param : info.params) {
        using Kind = ParamInfo::Kind;
        auto& given = built.policy.params;
        if (param.kind == Kind::variant) given[param.key] = std::string("v1");
        if (param.kind == Kind::percent) given[param.key] = 75.0;
        if (param.kind == Kind::shares) {
          given[param.key] = std::map<std::string, double>{{"v0", 0.5}, {"v1", 0.5}};
        }
      }
      const Scenario plain = built.build();
      const Scenario scenario = with_regions(
          plain, {region(plain, "a", {9, 99, 5}, 1, 0), region(plain, "b", {30, 40}, 1.5, 0.01)},
          shares({0.75, 0.25}));
      if (info.name == "oracle") {
        CHECK_THROWS_AS(test::run(scenario), PolicyError);
        continue;
      }
      const RunResult result = test::run(scenario);
      CHECK(test::totals(result).served == doctest::Approx(400));
      CHECK(test::totals(result.regions[0]).served == doctest::Approx(300));
    }
  }
}

TEST_CASE("rows of shares are of hosts, or of regions") {
  HandBuilt built;
  built.hosts = 3;  // 2 and 1
  built.accuracy_pct = {70, 80};
  built.service_s = {0.1, 0.1};
  built.busy_w = {100, 100};
  built.duration_s = built.epoch_s = 12;
  built.arrivals = ConstantArrivals{1};
  const Scenario plain = built.build();
  const Scenario scenario = with_regions(
      plain, {region(plain, "a", {1}, 1, 0), region(plain, "b", {1}, 1, 0)}, shares({0.5, 0.5}));
  const auto served = [&](const Eigen::ArrayXXd& rows) {
    const RunResult result = run_with(scenario, [&](const Observation&) {
      return Decision{rows, {}};
    });
    CHECK(result.epochs[0].shares[1] == doctest::Approx(rows.rows() == 2 ? 2 / 3.0 : 1 / 3.0));
    return std::pair(result.regions[0][0].served_by_variant[1],
                     result.regions[1][0].served_by_variant[1]);
  };
  Eigen::ArrayXXd by_region(2, 2), by_host(3, 2);
  by_region << 0, 1, 1, 0;
  by_host << 1, 0, 0, 1, 1, 0;  // the second host is never reached
  CHECK(served(by_region) == std::pair(6.0, 0.0));
  CHECK(served(by_host) == std::pair(0.0, 0.0));
}

TEST_CASE("answers by variant and violations of all regions are the sums over the regions") {
  HandBuilt built;
  built.hosts = 2;
  built.accuracy_pct = {70, 80};
  built.service_s = {0.1, 0.1};
  built.busy_w = {100, 100};
  built.duration_s = built.epoch_s = 12;
  built.arrivals = ConstantArrivals{1};
  Scenario plain = built.build();
  plain.slo = Seconds{0.5};  // 0.1 s in `a`, 1.1 s in `b`
  const Scenario scenario = with_regions(
      plain, {region(plain, "a", {1}, 1, 0), region(plain, "b", {1}, 1, 1)}, shares({0.75, 0.25}));
  Eigen::ArrayXXd by_region(2, 2);
  by_region << 1, 0, 0, 1;  // v0 in `a`, v1 in `b`
  const RunResult result = run_with(scenario, [&](const Observation&) {
    return Decision{by_region, {}};
  });
  CHECK(result.epochs[0].served_by_variant[0] == 9);
  CHECK(result.epochs[0].served_by_variant[1] == 3);
  CHECK(result.epochs[0].slo_violations == 3);
  CHECK(summarize(scenario, result).accuracy_served_pct ==
        doctest::Approx((9 * 70 + 3 * 80) / 12.0).epsilon(1e-14));
}
