#include "study/child_pool.hpp"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "base/interrupt.hpp"

namespace cadis {

std::vector<ChildPool::Member> ChildPool::take_ended() {
  std::vector<pollfd> pipes;
  double left_s = 0.2;  // a signal may come just before the wait
  for (const Member& member : members_) {
    pipes.push_back({member.child->pipe(), POLLIN, 0});
    left_s = std::min(left_s, member.child->time_left_s());
  }
  const int wait_ms = static_cast<int>(1000 * std::max(0.0, left_s)) + 1;
  const int ready = poll(pipes.data(), pipes.size(), wait_ms);
  throw_if_interrupted();
  std::vector<Member> ended, others;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    Child& child = *members_[i].child;
    const bool has_more = ready <= 0 || pipes[i].revents == 0 || child.read_some();
    const bool is_overdue = has_more && child.time_left_s() <= 0;
    if (is_overdue) child.kill_overdue();
    (has_more && !is_overdue ? others : ended).push_back(std::move(members_[i]));
  }
  members_ = std::move(others);
  return ended;
}

}  // namespace cadis
