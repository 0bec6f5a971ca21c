#pragma once

#include <boost/math/distributions/binomial.hpp>

namespace cadis::tests {

/// Whether so many hits of so many trials are within the middle 99.9 % of what this probability
/// gives.
inline bool in_band(int hits, int trials, double probability) {
  const boost::math::binomial distribution(trials, probability);
  return boost::math::cdf(distribution, hits) > 0.0005 &&
         (hits == 0 || boost::math::cdf(boost::math::complement(distribution, hits - 1)) > 0.0005);
}

}  // namespace cadis::tests
