#include "model/jitter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "base/random.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"

namespace {

using namespace cadis;

using Changes = std::vector<std::pair<std::string, std::string>>;
const std::string all_errors = "service_pct: 5, power_pct: 10, accuracy_pct: 0.2, carbon_pct: 3}";

/// The sample scenario on a carbon trace of four steps; its hosts idle at 20 and at 50 W.
Scenario read_with(const Changes& changes) {
  const sample::Folder folder;
  folder.write("carbon.csv",
               "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,100\n2023-06-01T00:30:00Z,0\n"
               "2023-06-01T01:00:00Z,300\n2023-06-01T01:30:00Z,250.5\n");
  auto document = ScenarioDocument::load(folder.file("scenario.yaml"));
  document.set("carbon", "{file: carbon.csv}");
  for (const auto& [key, value] : changes) document.set(key, value);
  return document.read(sample::policies());
}

Scenario read_jittered(const std::string& jitter, Changes changes = {}) {
  changes.emplace_back("jitter", jitter);
  return read_with(changes);
}

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

/// A mean, a standard deviation, and the standard errors of both.
struct Moments {
  explicit Moments(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    for (const double x : values) mean += x / n;
    double second = 0, fourth = 0;
    for (const double x : values) {
      second += std::pow(x - mean, 2) / n;
      fourth += std::pow(x - mean, 4) / n;
    }
    deviation = std::sqrt(second);
    mean_error = deviation / std::sqrt(n);
    deviation_error = std::sqrt((fourth - second * second) / n) / (2 * deviation);
  }
  double mean = 0, deviation = 0, mean_error = 0, deviation_error = 0;
};

/// One figure's relative departure, or for accuracy its shift in points, over many jitter seeds.
std::vector<double> over_seeds(const Jitter& errors,
                               const std::function<double(const Scenario&)>& figure) {
  static const Scenario nominal = read_with({});
  std::vector<double> values;
  for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
    Scenario drawn = nominal;
    Jitter jitter = errors;
    jitter.seed = seed;
    apply_jitter(jitter, drawn);
    values.push_back(figure(drawn));
  }
  return values;
}

double time_of_small(const Scenario& s) { return s.service(0, 0, 1).time.value() / 1e-3; }
double time_of_large(const Scenario& s) { return s.service(0, 1, 1).time.value() / 4e-3; }
// 200 W of the device, above the 50 W of the resident host.
double power_of_small(const Scenario& s) { return (s.service(0, 0, 1).power.value() - 50) / 150; }
double accuracy_of_small(const Scenario& s) { return s.variants[0].accuracy_pct; }
double accuracy_of_large(const Scenario& s) { return s.variants[1].accuracy_pct; }
double carbon_of_first(const Scenario& s) { return s.carbon.intensity(0).value() / 100; }

void check_moments(const std::vector<double>& values, double mean, double deviation) {
  const Moments found(values);
  CAPTURE(found.mean);
  CAPTURE(found.deviation);
  CHECK(std::abs(found.mean - mean) < 4 * found.mean_error);
  CHECK(std::abs(found.deviation - deviation) < 4 * found.deviation_error);
  CHECK(found.deviation_error < 0.05 * deviation);  // the check above says something
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const Moments of_a(a), of_b(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - of_a.mean) * (b[i] - of_b.mean);
  return sum / static_cast<double>(a.size()) / of_a.deviation / of_b.deviation;
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

TEST_CASE("over many seeds the mean is the figure given and the deviation the one stated") {
  const Jitter errors{0, 30, 20, 0.2, 10};
  check_moments(over_seeds(errors, time_of_small), 1, 0.3);
  check_moments(over_seeds(errors, power_of_small), 1, 0.2);
  check_moments(over_seeds(errors, accuracy_of_small), 70, 0.2);
  check_moments(over_seeds(errors, carbon_of_first), 1, 0.1);
}

TEST_CASE("draws of different figures are uncorrelated") {
  const Jitter errors{0, 5, 5, 0.2, 3};
  const std::vector<std::vector<double>> draws = {
      over_seeds(errors, time_of_small),     over_seeds(errors, time_of_large),
      over_seeds(errors, power_of_small),    over_seeds(errors, accuracy_of_small),
      over_seeds(errors, accuracy_of_large), over_seeds(errors, carbon_of_first)};
  for (std::size_t a = 0; a < draws.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      CAPTURE(a);
      CAPTURE(b);
      CHECK(std::abs(correlation(draws[a], draws[b])) < 4 / std::sqrt(20'000.0));
    }
  }
}

TEST_CASE("a draw is the transform of its named stream that docs/model.md states") {
  const auto drawn = read_jittered("{seed: 5, " + all_errors);
  const auto z = [](const char* name) { return RandomStream(5, name).normal(); };
  const auto factor = [&](double relative, const char* name) {
    const double s = std::sqrt(std::log(1 + relative * relative));
    return std::exp(s * z(name) - s * s / 2);
  };
  CHECK(time_of_small(drawn) == doctest::Approx(factor(0.05, "jitter/service/small:big")));
  CHECK(time_of_large(drawn) == doctest::Approx(factor(0.05, "jitter/service/large:big")));
  CHECK(power_of_small(drawn) == doctest::Approx(factor(0.1, "jitter/power/small:big")));
  CHECK(accuracy_of_small(drawn) == doctest::Approx(70 + 0.2 * z("jitter/accuracy/small")));
  CHECK(carbon_of_first(drawn) == doctest::Approx(factor(0.03, "jitter/carbon")));
}

TEST_CASE(
    "the largest errors allowed keep every figure possible, and both ends of accuracy occur") {
  const Jitter largest{0, 100, 100, 100, 100};
  const auto least = [](const Scenario& s) {
    double worst = s.carbon.intensity(0).value();
    for (const auto& service : s.services)
      worst = std::min({worst, service.time.value(), service.power.value() - 50});
    return worst;
  };
  const auto lows = over_seeds(largest, least);
  CHECK(*std::min_element(lows.begin(), lows.end()) > 0);
  const auto accuracy = over_seeds(largest, accuracy_of_small);
  CHECK(*std::min_element(accuracy.begin(), accuracy.end()) == 0);
  CHECK(*std::max_element(accuracy.begin(), accuracy.end()) == 100);
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

}  // namespace
