#include "engine/batch_mix.hpp"

#include <limits>

namespace cadis {

std::size_t BatchMix::next() const {
  std::size_t best = 0;
  double most = -std::numeric_limits<double>::infinity();
  for (std::size_t v = 0; v < owed_.size(); ++v) {
    if (has(v) && owed_[v] + share(v) > most) {
      most = owed_[v] + share(v);
      best = v;
    }
  }
  return best;
}

void BatchMix::pay(std::size_t variant, double requests) {
  for (std::size_t v = 0; v < owed_.size(); ++v) owed_[v] += requests * share(v);
  owed_[variant] -= requests;
}

}  // namespace cadis
