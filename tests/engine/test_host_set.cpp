#include <doctest/doctest.h>

#include <ctime>
#include <set>

#include "base/random.hpp"
#include "engine/host_set.hpp"

using namespace cadis;

TEST_CASE("a set of hosts gives out the lowest, of however many") {
  for (const std::size_t hosts : {1, 63, 64, 65, 4096, 4097, 300000}) {
    RandomStream random(1, "hosts");
    HostSet set(hosts);
    std::set<std::size_t> model;
    for (int i = 0; i < 3000; ++i) {
      const auto host = static_cast<std::size_t>(random.uniform() * static_cast<double>(hosts));
      if (random.uniform() < 0.6 && model.insert(host).second) {
        set.insert(host);
      } else if (!model.empty()) {
        REQUIRE(set.take_lowest() == *model.begin());
        model.erase(model.begin());
      }
      REQUIRE(set.empty() == model.empty());
    }
  }
}

TEST_CASE(
    "taking every host out of a set costs a host the same in a fleet a hundred times as large") {
  const auto cost = [](std::size_t hosts, int times) {
    HostSet set(hosts);
    const std::clock_t begin = std::clock();
    for (int i = 0; i < times; ++i) {
      for (std::size_t host = 0; host < hosts; ++host) set.insert(host);
      while (!set.empty()) set.take_lowest();
    }
    return static_cast<double>(std::clock() - begin);
  };
  CHECK(cost(200'000, 2) < 8 * cost(2000, 200) + 5e3);  // a scan would cost a hundred times as much
}
