#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "study/child.hpp"

namespace cadis {

/// The runs that are at work side by side, each a child.
class ChildPool {
 public:
  struct Member {
    std::size_t run;
    std::unique_ptr<Child> child;
  };

  void add(Member member) { members_.push_back(std::move(member)); }
  [[nodiscard]] std::size_t size() const { return members_.size(); }

  /// Takes out those that have ended or are overdue, ready for Child::finish(). Waits for one, but
  /// not for long: the list may be empty. Throws Interrupted.
  std::vector<Member> take_ended();

 private:
  std::vector<Member> members_;
};

}  // namespace cadis
