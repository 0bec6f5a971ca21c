#pragma once

#include <span>
#include <vector>

#include "report/sample.hpp"

namespace cadis::test {

/// Two policies by figures of seeds that no arithmetic has gone before.
inline PairedDifference compare_seeds(std::span<const double> a, std::span<const double> b,
                                      Goal goal) {
  return compare({{a.begin(), a.end()}, {}}, {{b.begin(), b.end()}, {}}, goal);
}

/// Likewise by what each day says of them.
inline PairedDifference compare_days(std::span<const double> a, std::span<const double> b,
                                     Goal goal) {
  std::vector<double> differences;
  for (std::size_t day = 0; day < a.size(); ++day) differences.push_back(a[day] - b[day]);
  return paired_difference(a.size(), over_days(differences), goal);
}

}  // namespace cadis::test
