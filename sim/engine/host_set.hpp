#pragma once

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cadis {

/// A set of host numbers that gives out the lowest: one bit a host.
class HostSet {
 public:
  explicit HostSet(std::size_t hosts) : words_((hosts + 63) / 64) {}

  [[nodiscard]] bool empty() const { return count_ == 0; }
  void insert(std::size_t host) {
    assert((words_[host / 64] >> host % 64 & 1) == 0);
    words_[host / 64] |= std::uint64_t{1} << host % 64;
    ++count_;
  }
  /// Of a set that is not empty.
  std::size_t take_lowest() {
    std::size_t word = 0;
    while (words_[word] == 0) ++word;
    const auto bit = static_cast<std::size_t>(std::countr_zero(words_[word]));
    words_[word] &= words_[word] - 1;
    --count_;
    return 64 * word + bit;
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t count_ = 0;
};

}  // namespace cadis
