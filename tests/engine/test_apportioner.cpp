#include <doctest/doctest.h>

#include "base/random.hpp"
#include "engine/apportioner.hpp"

using namespace cadis;

TEST_CASE("taking one by one is asking for the next and paying for one") {
  RandomStream random(5, "apportioner");
  Apportioner one(3), two(3);
  for (int i = 0; i < 2000; ++i) {
    if (i % 50 == 0) {
      Eigen::ArrayXd shares(3);
      for (double& share : shares) share = random.uniform() < 0.3 ? 0 : random.uniform();
      shares[i % 3] += 0.1;
      shares /= shares.sum();
      one.set(shares);
      two.set(shares);
    }
    const std::size_t next = two.next();
    two.pay(next, 1);
    REQUIRE(one.take_one() == next);
    REQUIRE(one.has(next));
  }
}

TEST_CASE("until shares are set the first choice gets everything") {
  Apportioner fresh(3);
  CHECK(fresh.is_one());
  CHECK(fresh.largest() == 0);
  CHECK(fresh.has(0));
  CHECK_FALSE(fresh.has(2));
  CHECK(fresh.next() == 0);
  CHECK(fresh.take_one() == 0);
  CHECK(fresh.take_one() == 0);
}
