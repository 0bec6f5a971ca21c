#include "study/references.hpp"

#include <algorithm>
#include <array>

#include "base/errors.hpp"
#include "study/cell.hpp"

namespace cadis {
namespace {

/// Whether a cell may have regions, at a glance.
bool may_have_regions(const StudyFile& study) {
  if (study.base.find("regions") != nullptr) return true;
  return std::any_of(study.axes.begin(), study.axes.end(), [](const Axis& axis) {
    return std::any_of(axis.values.begin(), axis.values.end(), [](const AxisValue& value) {
      return std::any_of(value.settings.begin(), value.settings.end(),
                         [](const Setting& setting) { return setting.key.starts_with("regions"); });
    });
  });
}

class ReferenceSearch {
 public:
  ReferenceSearch(const Grid& grid, GridIndex& index)
      : grid_(grid), index_(index), may_have_regions_(may_have_regions(grid.study)) {}

  References of(std::uint32_t cell) {
    References references;
    references.static_small = find(cell, small);
    references.static_large = find(cell, large);
    if (is_control(grid_.runs[cell].policy)) return references;
    references.blind = find(cell, blind);
    references.static_mix = find(cell, mix);
    if (!has_several_regions(grid_.runs[cell])) references.oracle = find(cell, oracle);
    return references;
  }

 private:
  /// They order the references of one cell.
  enum Kind : std::size_t { small, large, blind, mix, oracle };
  static constexpr std::array<const char*, 5> names{"static-small", "static-large", "blind",
                                                    "static-mix", "oracle"};
  static bool is_matched(Kind kind) { return kind >= blind; }

  std::uint32_t find(std::uint32_t cell, Kind kind) {
    const Run& run = grid_.runs[cell];
    const GridIndex::Policies& known = policies(run.policy, kind);
    const std::uint32_t found = index_.beside(run, known);
    if (found != no_run) return found;
    Run added = run;
    added.policy = known.back();
    added.matched_to = is_matched(kind) ? cell : no_run;
    added.order = first_reference + 8 * run.order + kind;
    return index_.add_run(added);
  }

  /// What serves as such a reference of cells of a policy; looked for once.
  const GridIndex::Policies& policies(std::uint32_t of, Kind kind) {
    if (of >= known_.size()) known_.resize(of + std::size_t{1});
    const GridIndex::Policies*& known = known_[of][kind];
    if (known != nullptr) return *known;
    PolicyChoice choice{names[kind], names[kind], {}, {}, grid_.policies[of].where};
    if (is_matched(kind)) {
      choice.match = grid_.policies[of].label;
      choice.label += "(" + choice.match + ")";
    }
    if (index_.like(choice).empty()) index_.add_policy(choice);
    known = &index_.like(choice);
    return *known;
  }

  [[nodiscard]] bool is_control(std::uint32_t policy) const {
    const std::string& name = grid_.policies[policy].name;
    return name == "static" || std::find(names.begin(), names.end(), name) != names.end();
  }

  /// Where the oracle refuses, and so is no reference.
  [[nodiscard]] bool has_several_regions(const Run& run) const {
    if (!may_have_regions_) return false;
    try {
      const ScenarioDocument document = make_cell(grid_, run).document;
      const YamlNode* regions = document.find("regions");
      return regions != nullptr && regions->items.size() > 1;
    } catch (const ConfigError&) {  // check_runs() reports it
      return false;
    }
  }

  const Grid& grid_;
  GridIndex& index_;
  bool may_have_regions_;
  std::vector<std::array<const GridIndex::Policies*, 5>> known_;  ///< by policy and kind
};

}  // namespace

void add_references(Grid& grid, GridIndex& index) {
  grid.references.resize(grid.cells);
  if (!grid.study.has_references) return;
  ReferenceSearch search(grid, index);
  for (std::size_t cell = 0; cell < grid.cells; ++cell) {
    grid.references[cell] = search.of(static_cast<std::uint32_t>(cell));
  }
}

}  // namespace cadis
