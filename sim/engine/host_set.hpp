#pragma once

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cadis {

/// A set of host numbers that gives out the lowest, in the time that the logarithm of their number
/// to the base of 64 takes.
class HostSet {
 public:
  explicit HostSet(std::size_t hosts) {
    do {
      hosts = (hosts + 63) / 64;
      levels_.emplace_back(hosts);
    } while (hosts > 1);
  }

  [[nodiscard]] bool empty() const { return count_ == 0; }
  void insert(std::size_t host) {
    assert((levels_.front()[host / 64] >> host % 64 & 1) == 0);
    for (auto& words : levels_) {
      words[host / 64] |= std::uint64_t{1} << host % 64;
      host /= 64;
    }
    ++count_;
  }
  /// Of a set that is not empty.
  std::size_t take_lowest() {
    std::size_t lowest = 0;
    for (std::size_t level = levels_.size(); level-- > 0;)
      lowest = 64 * lowest + static_cast<std::size_t>(std::countr_zero(levels_[level][lowest]));
    std::size_t place = lowest;
    for (auto& words : levels_) {
      std::uint64_t& word = words[place / 64];
      word &= ~(std::uint64_t{1} << place % 64);
      if (word != 0) break;
      place /= 64;
    }
    --count_;
    return lowest;
  }

 private:
  /// A bit a host; then, level by level, a bit for each word below that is not zero.
  std::vector<std::vector<std::uint64_t>> levels_;
  std::size_t count_ = 0;
};

}  // namespace cadis
