#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "report/rank_flip.hpp"
#include "report/undefined.hpp"

using namespace cadis;

namespace {

/// So many draws of which the first so many have the other sign.
Proportion flips(int draws, int flipped, double nominal = -3) {
  std::vector<double> differences;
  for (int i = 0; i < draws; ++i) differences.push_back(i < flipped ? -nominal : nominal);
  return flip_share(differences, nominal);
}

}  // namespace

TEST_CASE("the share of draws that exchange two policies has Clopper and Pearson's interval") {
  // No flip of 20: the upper end is where (1 - p)^20 = 0.025.
  const auto none = flips(20, 0);
  CHECK((none.share == 0 && none.low == 0));
  CHECK(none.high == doctest::Approx(1 - std::pow(0.025, 1.0 / 20)).epsilon(1e-9));
  // Every one of 20, the other sign: its mirror image.
  const auto all = flips(20, 20, 3);
  CHECK((all.share == 1 && all.high == 1));
  CHECK(all.low == doctest::Approx(std::pow(0.025, 1.0 / 20)).epsilon(1e-9));
  // One of two: P(at least 1 | low) = 1 - (1 - p)^2 = 0.025.
  const auto half = flips(2, 1);
  CHECK(half.share == 0.5);
  CHECK(half.low == doctest::Approx(1 - std::sqrt(0.975)).epsilon(1e-9));
  CHECK(half.high == doctest::Approx(std::sqrt(0.975)).epsilon(1e-9));
}

TEST_CASE("a draw in which the policies tie does not keep the rank") {
  const std::vector<double> differences{-1, 0, -2, -1};
  CHECK(flip_share(differences, -1).share == 0.25);
  CHECK(flip_share(differences, 1).share == 1);
}

TEST_CASE("without draws, with an undefined one or without a rank, there is no share") {
  const std::vector<double> good{1, -1}, bad{1, undefined};
  for (const auto& share :
       {flip_share({}, 1), flip_share(bad, 1), flip_share(good, 0), flip_share(good, undefined)})
    CHECK((std::isnan(share.share) && std::isnan(share.low) && std::isnan(share.high)));
}

TEST_CASE("the interval holds the true share of flips in 95 % of studies or more") {
  for (const double share : {0.01, 0.1, 0.5}) {
    RandomStream random(1, "jitter");
    int held = 0;
    for (int study = 0; study < 1000; ++study) {
      std::vector<double> differences;
      for (int draw = 0; draw < 50; ++draw)
        differences.push_back(random.uniform() < share ? -1 : 1);
      const auto found = flip_share(differences, 1);
      held += found.low <= share && share <= found.high;
    }
    INFO(share);
    CHECK(held >= 927);  // the band's lower end at 95 %
  }
}
