#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <limits>
#include <vector>

namespace cadis {

/// Gives out requests among choices by their shares, one by one and without chance: the next goes
/// to the choice furthest behind, and what is owed outlives a change of shares. A host's batches
/// among variants, and arrivals among regions. Until shares are set the first gets everything.
class Apportioner {
 public:
  explicit Apportioner(std::size_t choices)
      : shares_(Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(choices))), owed_(choices, 0.0) {
    if (choices > 0) shares_[0] = 1;
  }

  /// Not negative, sum 1.
  void set(const Eigen::Ref<const Eigen::ArrayXd>& shares) {
    shares_ = shares;
    Eigen::Index largest = 0;
    is_one_ = shares_.maxCoeff(&largest) >= 1 - 1e-12;
    largest_ = static_cast<std::size_t>(largest);
  }

  [[nodiscard]] bool is_one() const { return is_one_; }  ///< one choice gets everything
  [[nodiscard]] std::size_t largest() const { return largest_; }
  [[nodiscard]] bool has(std::size_t choice) const { return share(choice) > 0; }

  /// The choice furthest behind its share, of those with a share (ties: the first).
  [[nodiscard]] std::size_t next() const;
  /// Counts so many requests that `choice` gets.
  void pay(std::size_t choice, double requests);
  /// next(), with one request paid.
  std::size_t take_one() {
    const double* const shares = shares_.data();
    std::size_t best = 0;
    double most = -std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < owed_.size(); ++c) {
      owed_[c] += shares[c];
      const bool is_best = shares[c] > 0 && owed_[c] > most;
      best = is_best ? c : best;
      most = is_best ? owed_[c] : most;
    }
    owed_[best] -= 1;
    return best;
  }

 private:
  [[nodiscard]] double share(std::size_t c) const { return shares_[static_cast<Eigen::Index>(c)]; }

  Eigen::ArrayXd shares_;     ///< choices
  std::vector<double> owed_;  ///< choices; requests
  std::size_t largest_ = 0;
  bool is_one_ = true;
};

}  // namespace cadis
