#include "study/run_keys.hpp"

#include <algorithm>
#include <list>

#include "study/cell.hpp"
#include "study/child.hpp"

namespace cadis {
namespace {

constexpr std::size_t few_runs = 64;  ///< not worth a process
constexpr std::size_t few_seeds = 3;  ///< not worth a pattern

std::string text_of(const Cell& cell, std::span<const PolicyInfo> policies) {
  return run_key_text(resolve(cell, nullptr, policies), cell.document.file());
}

std::string joined(const std::vector<std::string>& pieces, const std::string& between) {
  std::string text = pieces.front();
  for (std::size_t i = 1; i < pieces.size(); ++i) text += between + pieces[i];
  return text;
}

/// The texts that the keys of one policy at one point are digests of: between its pieces each seed
/// stands. One reading serves all of them.
class Pattern {
 public:
  Pattern(const Grid& grid, const Run& run, std::span<const PolicyInfo> policies)
      : point_(run.point), policy_(run.policy), is_reference_(run.order >= first_reference) {
    Cell cell = make_cell(grid, run);
    const std::string text = text_of(cell, policies);
    std::string mark = "18446744073709551557";  // a seed that is nowhere else in the text
    while (text.find(mark) != std::string::npos) mark = std::to_string(std::stoull(mark) - 1);
    cell.document.set("seed", mark);
    std::string rest = text_of(cell, policies);
    for (auto at = rest.find(mark); at != std::string::npos; at = rest.find(mark)) {
      pieces_.push_back(rest.substr(0, at));
      rest.erase(0, at + mark.size());
    }
    pieces_.push_back(rest);
    is_true_ = joined(pieces_, std::to_string(seed(grid, run).value())) == text;
  }

  [[nodiscard]] bool is_of(const Run& run) const {
    return point_ == run.point && policy_ == run.policy &&
           is_reference_ == (run.order >= first_reference);
  }
  [[nodiscard]] bool is_true() const { return is_true_; }  ///< it gives its own run's text
  [[nodiscard]] std::string text(std::uint64_t seed) const {
    return joined(pieces_, std::to_string(seed));
  }

 private:
  std::uint32_t point_, policy_;
  bool is_reference_, is_true_ = false;
  std::vector<std::string> pieces_;
};

class Keys {
 public:
  Keys(const Grid& grid, std::span<const PolicyInfo> policies) : grid_(grid), policies_(policies) {}

  RunKey of(const Run& run) {
    if (grid_.study.seeds.size() > few_seeds) {
      const Pattern& pattern = pattern_of(run);
      if (pattern.is_true()) return key_of(pattern.text(seed(grid_, run).value()));
    }
    return key_of(text_of(make_cell(grid_, run), policies_));
  }

 private:
  /// Cells of a point stand together, and their references in turn.
  const Pattern& pattern_of(const Run& run) {
    constexpr std::size_t most_kept = 16;
    const auto known = std::find_if(kept_.begin(), kept_.end(),
                                    [&run](const Pattern& one) { return one.is_of(run); });
    if (known != kept_.end()) return *known;
    if (kept_.size() == most_kept) kept_.pop_back();
    return kept_.emplace_front(grid_, run, policies_);
  }

  const Grid& grid_;
  std::span<const PolicyInfo> policies_;
  std::list<Pattern> kept_;  ///< the newest first
};

/// Of the runs from `first` to before `end`, one after the other.
Child::Bytes keys_between(const Grid& grid, std::span<const PolicyInfo> policies, std::size_t first,
                          std::size_t end) {
  Keys keys(grid, policies);
  Child::Bytes bytes;
  bytes.reserve((end - first) * sizeof(RunKey));
  for (std::size_t i = first; i < end; ++i) {
    const RunKey key = keys.of(grid.runs[i]);
    bytes.insert(bytes.end(), key.begin(), key.end());
  }
  return bytes;
}

void put(const Child::Bytes& bytes, std::vector<RunKey>& keys, std::size_t at) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    keys[at + i / sizeof(RunKey)][i % sizeof(RunKey)] = bytes[i];
}

}  // namespace

void set_keys(Grid& grid, std::span<const PolicyInfo> policies, std::size_t jobs) {
  const std::size_t runs = grid.runs.size();
  const std::size_t parts = runs <= few_runs ? 1 : jobs;
  const auto begin = [&](std::size_t part) { return runs * part / parts; };
  std::vector<RunKey> keys(runs);
  if (parts == 1) {
    put(keys_between(grid, policies, 0, runs), keys, 0);
  } else {
    std::list<Child> children;
    for (std::size_t part = 0; part < parts; ++part) {
      children.emplace_back(
          [&, part] { return keys_between(grid, policies, begin(part), begin(part + 1)); });
    }
    std::size_t part = 0;
    for (Child& child : children) put(child.finish(), keys, begin(part++));
  }
  for (std::size_t i = 0; i < runs; ++i) {
    const std::uint32_t target = grid.runs[i].matched_to;
    // A target is itself matched to none, so its key stands already or still.
    if (target != no_run) keys[i] = matched_key(keys[i], keys[target]);
  }
  grid.keys = std::move(keys);
}

}  // namespace cadis
