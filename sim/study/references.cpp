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
    references.static_small = find(cell, "static-small", false, 0);
    references.static_large = find(cell, "static-large", false, 1);
    const std::array<std::string, 6> controls{"static", "static-small", "static-large",
                                              "blind",  "static-mix",   "oracle"};
    const std::string& name = grid_.policies[grid_.runs[cell].policy].name;
    if (std::find(controls.begin(), controls.end(), name) != controls.end()) return references;
    references.blind = find(cell, "blind", true, 2);
    references.static_mix = find(cell, "static-mix", true, 3);
    if (!has_several_regions(grid_.runs[cell])) references.oracle = find(cell, "oracle", true, 4);
    return references;
  }

 private:
  /// `kind` orders the references of one cell.
  std::uint32_t find(std::uint32_t cell, const std::string& name, bool is_matched, int kind) {
    const Run& run = grid_.runs[cell];
    PolicyChoice choice{name, name, {}, {}, grid_.policies[run.policy].where};
    if (is_matched) {
      choice.match = grid_.policies[run.policy].label;
      choice.label = name + "(" + choice.match + ")";
    }
    const GridIndex::Policies& known = index_.like(choice);
    const std::uint32_t found = index_.beside(run, known);
    if (found != no_run) return found;
    Run added = run;
    added.policy = known.empty() ? index_.add_policy(choice) : known.back();
    added.matched_to = is_matched ? cell : no_run;
    added.order = first_reference + 8 * run.order + kind;
    return index_.add_run(added);
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
