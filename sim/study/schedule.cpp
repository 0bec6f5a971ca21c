#include "study/schedule.hpp"

#include <algorithm>
#include <functional>

namespace cadis {
namespace {

std::uint64_t point_of(const Run& run) { return std::uint64_t{run.point} << 32U | run.policy; }

}  // namespace

void Schedule::add(std::size_t run) {
  ready_.emplace_back(-expected_s(run), run);
  std::push_heap(ready_.begin(), ready_.end(), std::greater<>());
}

void Schedule::learn(std::size_t run, double wall_s) {
  Mean& mean = by_point_[point_of(grid_.runs[run])];
  mean.sum_s += wall_s;
  ++mean.runs;
}

std::vector<std::size_t> Schedule::take_behind(std::size_t target) {
  const auto found = behind_.find(target);
  if (found == behind_.end()) return {};
  std::vector<std::size_t> runs = std::move(found->second);
  behind_.erase(found);
  return runs;
}

std::optional<std::size_t> Schedule::take_next() {
  if (ready_.empty()) return std::nullopt;
  std::pop_heap(ready_.begin(), ready_.end(), std::greater<>());
  const std::size_t run = ready_.back().second;
  ready_.pop_back();
  return run;
}

double Schedule::expected_s(std::size_t run) const {
  const auto point = by_point_.find(point_of(grid_.runs[run]));
  if (point != by_point_.end()) return point->second.sum_s / point->second.runs;
  return grid_.runs[run].expected_s;
}

}  // namespace cadis
