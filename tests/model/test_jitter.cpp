#include "model/jitter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "model/jittered_sample.hpp"

namespace {

using namespace cadis;
using namespace cadis::sample;

/// Every figure that can be drawn, by kind and name, so that scenarios with other pools compare.
using Figures = std::map<std::string, std::map<std::string, double>>;
Figures figures(const Scenario& scenario) {
  Figures all;
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    const auto& name = scenario.variants[v].name;
    all["accuracy"][name] = scenario.variants[v].accuracy_pct;
    for (const auto& host : scenario.hosts) {
      const auto row = host.device * scenario.variants.size() + v;
      for (int batch = 1; batch <= scenario.max_batch; ++batch) {
        const auto& service = scenario.services[row * static_cast<std::size_t>(scenario.max_batch) +
                                                static_cast<std::size_t>(batch) - 1];
        const auto key =
            name + " " + scenario.devices[host.device].name + " " + std::to_string(batch);
        all["service"][key] = service.time.value();
        all["power"][key] = service.power.value();
      }
    }
  }
  for (std::size_t i = 0; i < scenario.carbon.steps(); ++i)
    all["carbon"][std::to_string(i)] = scenario.carbon.intensity(i).value();
  return all;
}

TEST_CASE("jitter of seed 0, or with no errors, leaves every figure as given to the last bit") {
  const auto nominal = read_with({});
  const std::vector<std::string> without_effect = {
      "{seed: 0, " + all_errors, "{seed: 5}",
      "{seed: 5, service_pct: 0, power_pct: 0, accuracy_pct: 0, carbon_pct: 0}"};
  for (const auto& jitter : without_effect) {
    CAPTURE(jitter);
    const auto scenario = read_jittered(jitter);
    CHECK(figures(scenario) == figures(nominal));
    CHECK(scenario.assumptions == nominal.assumptions);
  }
}

TEST_CASE("each stated error moves its own kind of figure and no other") {
  const auto nominal = figures(read_with({}));
  for (const std::string kind : {"service", "power", "accuracy", "carbon"}) {
    const auto drawn = figures(read_jittered("{seed: 5, " + kind + "_pct: 2}"));
    for (const auto& entry : nominal) {
      const auto& other = entry.first;  // clang 14 captures no structured binding
      CAPTURE(kind);
      CAPTURE(other);
      CHECK((drawn.at(other) == entry.second) == (other != kind));
    }
  }
}

TEST_CASE("power that is not drawn keeps its last bit, where idle + (power - idle) would round") {
  Scenario scenario = read_with({});
  for (auto& host : scenario.hosts) host.idle = Watts{33.3};
  for (auto& service : scenario.services) service.power = service.power * 1.1;
  const auto given = figures(scenario).at("power");
  CHECK(std::any_of(given.begin(), given.end(),
                    [](const auto& one) { return 33.3 + (one.second - 33.3) != one.second; }));
  apply_jitter({5, 5, 0, 0, 0}, scenario);
  CHECK(figures(scenario).at("power") == given);
}

TEST_CASE("idle power, loading, weights and arrivals are never drawn") {
  const auto nominal = read_with({});
  const auto drawn = read_jittered("{seed: 5, " + all_errors);
  for (std::size_t h = 0; h < nominal.hosts.size(); ++h)
    CHECK(drawn.hosts[h].idle == nominal.hosts[h].idle);
  CHECK(drawn.devices[0].idle == nominal.devices[0].idle);
  CHECK(drawn.devices[0].busy == nominal.devices[0].busy);
  for (std::size_t i = 0; i < nominal.loads.size(); ++i) {
    CHECK(drawn.loads[i]->time == nominal.loads[i]->time);
    CHECK(drawn.loads[i]->power == nominal.loads[i]->power);
  }
  CHECK(drawn.variants[0].weights_gb == nominal.variants[0].weights_gb);
  CHECK(std::get<PoissonArrivals>(drawn.arrivals).rate_rps ==
        std::get<PoissonArrivals>(nominal.arrivals).rate_rps);
  CHECK(drawn.pue == nominal.pue);
}

TEST_CASE("one jitter seed is one world: for every policy, seed, fidelity, pool, fleet and batch") {
  const std::string jitter = "{seed: 5, " + all_errors;
  const auto world = figures(read_jittered(jitter));
  const std::vector<Changes> others = {
      {{"policy", "{name: static, variant: small}"}},
      {{"seed", "8"}},
      {{"fidelity", "queue"}},
      {{"fidelity", "fluid"}, {"fleet", "[{device: big, idle: resident, resident: all}]"}},
      {{"pool", "[large]"}},
      {{"batching.max_batch", "2"}},
      {{"batching.max_batch", "1"},
       {"fleet", "[{device: little}, {device: big, idle: resident, resident: all}]"}}};
  for (const auto& changes : others) {
    CAPTURE(changes.front().second);
    std::size_t compared = 0;
    for (const auto& [kind, values] : figures(read_jittered(jitter, changes))) {
      for (const auto& [name, value] : values) {
        if (!world.at(kind).contains(name) || value == 0) continue;  // 0: not filled in fluid
        const std::string figure = kind + " of " + name;
        CAPTURE(figure);
        CHECK(value == world.at(kind).at(name));
        ++compared;
      }
    }
    CHECK(compared >= 6);
  }
  // Other errors beside it leave a draw where it was.
  CHECK(figures(read_jittered("{seed: 5, accuracy_pct: 0.2}")).at("accuracy") ==
        world.at("accuracy"));
  CHECK(figures(read_jittered("{seed: 6, " + all_errors)) != world);
}

TEST_CASE("a draw keeps the shape of a batch ladder, and the carbon trace its own") {
  const auto nominal = read_with({});
  const auto drawn = read_jittered("{seed: 5, " + all_errors);
  for (std::size_t v = 0; v < 2; ++v) {
    const auto& first = drawn.service(0, v, 1);
    const auto& first_given = nominal.service(0, v, 1);
    const double time = first.time / first_given.time;
    const double power = (first.power - Watts{50}) / (first_given.power - Watts{50});
    CHECK(std::abs(time - 1) > 1e-3);
    CHECK(std::abs(power - 1) > 1e-3);
    for (int batch = 2; batch <= 4; ++batch) {
      const auto& given = nominal.service(0, v, batch);
      CHECK(drawn.service(0, v, batch).time / given.time == doctest::Approx(time).epsilon(1e-14));
      CHECK((drawn.service(0, v, batch).power - Watts{50}) / (given.power - Watts{50}) ==
            doctest::Approx(power).epsilon(1e-13));
    }
  }
  const double factor = carbon_of_first(drawn);
  CHECK(std::abs(factor - 1) > 1e-3);
  for (std::size_t i = 0; i < nominal.carbon.steps(); ++i) {
    CHECK(drawn.carbon.begin(i) == nominal.carbon.begin(i));
    CHECK(drawn.carbon.intensity(i).value() ==
          doctest::Approx(factor * nominal.carbon.intensity(i).value()).epsilon(1e-15));
  }
}

TEST_CASE("the resolved scenario shows jitter's defaults, and the assumptions every draw") {
  const auto scenario = read_jittered("{seed: 5, service_pct: 5, carbon_pct: 3}");
  const auto jitter = nlohmann::json::parse(scenario.resolved_json)["jitter"];
  CHECK(jitter == nlohmann::json::parse(
                      R"({"seed": 5, "service_pct": 5, "carbon_pct": 3, "power_pct": 0,
                          "accuracy_pct": 0})"));
  REQUIRE(scenario.assumptions.size() == 3);
  CHECK(scenario.assumptions[0].starts_with("jitter: service time of small on big x "));
  CHECK(std::stod(scenario.assumptions[0].substr(scenario.assumptions[0].rfind(' '))) ==
        doctest::Approx(time_of_small(scenario)));
  CHECK(scenario.assumptions[1].starts_with("jitter: service time of large on big x "));
  CHECK(std::stod(scenario.assumptions[2].substr(scenario.assumptions[2].rfind(' '))) ==
        doctest::Approx(carbon_of_first(scenario)));
  CHECK(read_jittered("{seed: 5, " + all_errors).assumptions.size() == 7);
  CHECK_FALSE(nlohmann::json::parse(read_with({}).resolved_json).contains("jitter"));
}

TEST_CASE("an error of carbon moves the grid and what is forecast of it by one factor") {
  const auto drawn = read_jittered("{seed: 5, carbon_pct: 20}",
                                   {{"forecast", "{method: climatology, climatology: GB-2023}"}});
  CHECK(std::abs(carbon_of_first(drawn) - 1) > 1e-3);
  REQUIRE(drawn.forecast);
  CHECK(drawn.forecast->factor == doctest::Approx(carbon_of_first(drawn)).epsilon(1e-15));
}

}  // namespace
