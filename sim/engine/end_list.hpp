#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "base/ticks.hpp"

namespace cadis {

/// When hosts' activities end, and which hosts: the first to end first, of one instant the lowest
/// number. What starts last mostly ends last, so a new end goes in from the back.
class EndList {
 public:
  using End = std::pair<Ticks, std::size_t>;  ///< instant, host

  [[nodiscard]] bool empty() const { return first_ == ends_.size(); }
  [[nodiscard]] const End& front() const { return ends_[first_]; }
  [[nodiscard]] const End& back() const { return ends_.back(); }
  [[nodiscard]] auto begin() const { return ends_.begin() + static_cast<std::ptrdiff_t>(first_); }
  [[nodiscard]] auto end() const { return ends_.end(); }

  void insert(const End& end) {
    ends_.push_back(end);
    std::size_t place = ends_.size() - 1;
    for (; place > first_ && ends_[place - 1] > end; --place) ends_[place] = ends_[place - 1];
    ends_[place] = end;
  }
  void pop_front() {
    ++first_;
    if (empty()) {
      clear();
    } else if (2 * first_ > ends_.size() + 64) {
      tidy();
    }
  }
  void clear() {
    ends_.clear();
    first_ = 0;
  }

 private:
  /// What was popped stays in memory until it outnumbers the rest.
  void tidy() {
    ends_.erase(ends_.begin(), begin());
    first_ = 0;
  }

  std::vector<End> ends_;  ///< ascending from first_ on
  std::size_t first_ = 0;
};

}  // namespace cadis
