#include "study/matching.hpp"

#include <set>

#include "base/names.hpp"

namespace cadis {
namespace {

class Matching {
 public:
  Matching(const Grid& grid, const GridIndex& index, Problems& problems)
      : grid_(grid), index_(index), problems_(problems) {}

  std::uint32_t target_of(const Run& run) {
    const PolicyChoice& policy = grid_.policies[run.policy];
    if (policy.match.empty()) return no_run;
    const std::uint32_t found = index_.beside(run, index_.with_label(policy.match));
    if (found == no_run) {
      report(policy.where, "no policy '" + policy.match + "' in this study; " +
                               suggest(policy.match, labels_beside(run)));
    } else if (!grid_.policies[grid_.runs[found].policy].match.empty()) {
      report(policy.where, "'" + policy.match + "' is itself matched; name one that is not");
    } else {
      return found;
    }
    return no_run;
  }

 private:
  [[nodiscard]] std::vector<std::string> labels_beside(const Run& run) const {
    std::vector<std::string> labels;
    for (std::uint32_t policy = 0; policy < grid_.policies.size(); ++policy) {
      if (index_.beside(run, {policy}) != no_run) labels.push_back(grid_.policies[policy].label);
    }
    return labels;
  }

  void report(const std::string& where, const std::string& text) {
    if (seen_.insert(where + text).second) problems_.add(where, "policy.match", text);
  }

  const Grid& grid_;
  const GridIndex& index_;
  Problems& problems_;
  std::set<std::string> seen_;
};

}  // namespace

void match_cells(Grid& grid, const GridIndex& index, Problems& problems) {
  Matching matching(grid, index, problems);
  for (std::size_t cell = 0; cell < grid.cells; ++cell) {
    grid.runs[cell].matched_to = matching.target_of(grid.runs[cell]);
  }
}

}  // namespace cadis
