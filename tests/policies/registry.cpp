#include "policies/registry.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "base/errors.hpp"
#include "policies/small_scenario.hpp"

using namespace cadis;

TEST_CASE(
    "shipped policies have unique names, in order, and those of the first set are all there") {
  std::vector<std::string> names;
  for (const auto& info : policies::registry()) names.push_back(info.name);
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
  for (const std::string name : {"as-printed", "blind", "heuristic", "oracle", "static",
                                 "static-large", "static-mix", "static-small"}) {
    CAPTURE(name);
    CHECK(std::count(names.begin(), names.end(), name) == 1);
  }
}

TEST_CASE("every policy has a summary and a factory, every parameter a sentence of its own") {
  for (const auto& info : policies::registry()) {
    CAPTURE(info.name);
    CHECK_FALSE(info.summary.empty());
    CHECK(info.make);
    std::set<std::string> keys;
    for (const auto& param : info.params) {
      CAPTURE(param.key);
      CHECK(keys.insert(param.key).second);
      CHECK(param.doc.ends_with("."));
      CHECK((param.kind == ParamInfo::Kind::choice) == !param.choices.empty());
    }
  }
}

TEST_CASE("an unknown policy gets the nearest known one") {
  tests::Small small{{70}, {1}, {100}, {10}};
  small.policy.name = "heuristik";
  CHECK_THROWS_WITH_AS(build_policy(tests::small_scenario(small), policies::registry()),
                       doctest::Contains("did you mean 'heuristic'?"), ConfigError);
}
