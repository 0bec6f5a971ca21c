#include "report/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "report/undefined.hpp"

namespace cadis {
namespace {

double ratio_pct(Grams carbon, Grams reference) {
  return reference.value() > 0 ? 100 * (carbon / reference) : undefined;
}

}  // namespace

double cee_pct_per_g(const Outcome& run, const Outcome& smallest) {
  const double grams = (run.carbon - smallest.carbon).value();
  // Below rounding error of a sum of grams the quotient would be noise.
  const double scale = std::max(std::abs(run.carbon.value()), std::abs(smallest.carbon.value()));
  if (!(std::abs(grams) > 1e-12 * scale)) return undefined;
  return (run.accuracy_pct - smallest.accuracy_pct) / grams;
}

double cee_gain_pct(double cee, double reference) {
  return reference > 0 ? 100 * (cee / reference - 1) : undefined;
}

double carbon_cut_pct(Grams carbon, Grams reference) { return 100 - ratio_pct(carbon, reference); }

double carbon_gap_pct(Grams carbon, Grams oracle) { return ratio_pct(carbon, oracle) - 100; }

}  // namespace cadis
