#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

namespace cadis {

/// One host's share of the requests by variant, kept batch by batch: the next batch goes to the
/// variant furthest behind, and what is owed outlives the decision that made it.
class BatchMix {
 public:
  explicit BatchMix(std::size_t variants) : owed_(variants, 0.0) {}

  void set(const Eigen::Ref<const Eigen::ArrayXd>& shares) {
    shares_ = shares;
    Eigen::Index largest = 0;
    is_one_ = shares_.maxCoeff(&largest) >= 1 - 1e-12;
    largest_ = static_cast<std::size_t>(largest);
  }

  [[nodiscard]] bool is_one() const { return is_one_; }  ///< one variant answers everything
  [[nodiscard]] std::size_t largest() const { return largest_; }
  [[nodiscard]] bool has(std::size_t variant) const { return share(variant) > 0; }

  /// The variant furthest behind its share, of those with a share (ties: the first).
  [[nodiscard]] std::size_t next() const;
  /// Counts a batch that `variant` answers.
  void pay(std::size_t variant, double requests);

 private:
  [[nodiscard]] double share(std::size_t v) const { return shares_[static_cast<Eigen::Index>(v)]; }

  Eigen::ArrayXd shares_;     ///< variants
  std::vector<double> owed_;  ///< variants; requests
  std::size_t largest_ = 0;
  bool is_one_ = true;
};

}  // namespace cadis
