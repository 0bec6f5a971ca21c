#include "report/comparison.hpp"

#include "report/undefined.hpp"

namespace cadis {
namespace {

Figure ratio(const Figure& figure, const Figure& reference) {
  return reference.value() > 0 ? figure / reference : undefined;
}

}  // namespace

Figure cee_pct_per_g(const Outcome& run, const Outcome& smallest) {
  return (run.accuracy_pct - smallest.accuracy_pct) / (run.carbon_g - smallest.carbon_g);
}

Figure cee_gain_pct(const Figure& cee, const Figure& reference) {
  return 100 * (ratio(cee, reference) - 1);
}

Figure carbon_cut_pct(const Figure& carbon_g, const Figure& reference_g) {
  return 100 - 100 * ratio(carbon_g, reference_g);
}

Figure carbon_gap_pct(const Figure& carbon_g, const Figure& oracle_g) {
  return 100 * ratio(carbon_g, oracle_g) - 100;
}

}  // namespace cadis
