#include "engine/counted_grams.hpp"

namespace cadis {
namespace {

/// The step's own number where there is one step only: a mean would round it.
GramsPerKwh intensity_over(const CarbonSignal& carbon, Seconds from, Seconds to) {
  const std::size_t step = carbon.step_at(from);
  const bool is_one = step + 1 == carbon.steps() || carbon.begin(step + 1) >= to;
  return is_one ? carbon.intensity(step) : carbon.mean(from, to);
}

}  // namespace

void CountedGrams::begin_interval(Seconds now, Seconds until) {
  for (std::size_t i = 0; i < signals_.size(); ++i)
    intensities_[i] = intensity_over(signals_[i].carbon, now, until);
}

void CountedGrams::add(Joules energy, Eigen::ArrayXd& grams) const {
  for (std::size_t i = 0; i < intensities_.size(); ++i)
    grams[static_cast<Eigen::Index>(i)] += (energy * intensities_[i] * pue_).value();
}

}  // namespace cadis
