#include "engine/apportioner.hpp"

#include <limits>

namespace cadis {

std::size_t Apportioner::next() const {
  std::size_t best = 0;
  double most = -std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < owed_.size(); ++c) {
    if (has(c) && owed_[c] + share(c) > most) {
      most = owed_[c] + share(c);
      best = c;
    }
  }
  return best;
}

void Apportioner::pay(std::size_t choice, double requests) {
  for (std::size_t c = 0; c < owed_.size(); ++c) owed_[c] += requests * share(c);
  owed_[choice] -= requests;
}

}  // namespace cadis
