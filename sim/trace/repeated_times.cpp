#include "trace/repeated_times.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "trace/row_steps.hpp"

namespace cadis {
namespace {

using Costs = std::array<std::int64_t, 2>;

constexpr std::int64_t cost_of_going_back = std::int64_t{1} << 32;

/// Rows one behind the other whose times the clock shows twice.
class Run {
 public:
  Run(RawTrace& trace, const RepeatedTime* first, std::size_t size, Step step)
      : trace_(trace), first_(first), size_(size), step_(step) {}

  void settle() {
    const std::vector<Costs> rest = costs_behind();
    for (std::size_t i = 0; i < size_; ++i) {
      Costs costs = rest[i];
      for (std::size_t which : {0, 1}) costs[which] += cost_before(i, time(i, which));
      if (costs[0] == costs[1]) {
        trace_.findings.note(
            trace_.time_column +
                ": the clock shows this twice, and no other row tells which; taken as the first",
            row(i).line);
      }
      if (costs[1] < costs[0]) row(i).start = first_[i].later;
    }
  }

 private:
  RawRow& row(std::size_t i) { return trace_.rows[first_->row + i]; }
  UtcTime time(std::size_t i, std::size_t which) {
    return which == 0 ? row(i).start : first_[i].later;
  }
  /// Of going from one row's time to the next one's.
  [[nodiscard]] std::int64_t cost(UtcTime from, UtcTime to) const {
    const Step difference = to - from;
    const bool goes_back = step_ < Step{0} ? difference >= Step{0} : difference <= Step{0};
    return (goes_back ? cost_of_going_back : 0) + (difference == step_ ? 0 : 1);
  }
  /// Of coming to a row, the rows before being settled.
  std::int64_t cost_before(std::size_t i, UtcTime to) {
    if (first_->row + i == 0) return 0;
    return cost(trace_.rows[first_->row + i - 1].start, to);
  }
  /// Of all that follows each row, by its instant.
  std::vector<Costs> costs_behind() {
    std::vector<Costs> costs(size_, Costs{0, 0});
    const std::size_t behind = first_->row + size_;
    for (std::size_t i = size_; i-- > 0;) {
      for (std::size_t which : {0, 1}) {
        const UtcTime from = time(i, which);
        if (i + 1 < size_) {
          costs[i][which] = std::min(cost(from, time(i + 1, 0)) + costs[i + 1][0],
                                     cost(from, time(i + 1, 1)) + costs[i + 1][1]);
        } else if (behind < trace_.rows.size()) {
          costs[i][which] = cost(from, trace_.rows[behind].start);
        }
      }
    }
    return costs;
  }

  RawTrace& trace_;
  const RepeatedTime* first_;
  std::size_t size_;
  Step step_;
};

/// The step that most neighbours may have between them; below 0 in a file that goes back.
Step likely_step(const RawTrace& trace, const std::vector<RepeatedTime>& repeated) {
  std::map<Step, std::size_t> counts;
  auto next = repeated.begin();
  std::vector<UtcTime> before, now;
  for (std::size_t i = 0; i < trace.rows.size(); ++i) {
    now.assign(1, trace.rows[i].start);
    if (next != repeated.end() && next->row == i) now.push_back((next++)->later);
    for (const UtcTime from : before) {
      for (const UtcTime to : now) ++counts[to - from];
    }
    before.swap(now);
  }
  counts.erase(Step{0});
  return counts.empty() ? Step{0} : commonest(counts);
}

}  // namespace

void settle_repeated(RawTrace& trace, const std::vector<RepeatedTime>& repeated) {
  if (repeated.empty()) return;
  const Step step = likely_step(trace, repeated);
  for (std::size_t begin = 0; begin < repeated.size();) {
    std::size_t end = begin + 1;
    while (end < repeated.size() && repeated[end].row == repeated[end - 1].row + 1) ++end;
    Run(trace, &repeated[begin], end - begin, step).settle();
    begin = end;
  }
}

}  // namespace cadis
