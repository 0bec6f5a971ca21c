#include "study/grid.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "base/errors.hpp"
#include "base/names.hpp"
#include "study/yaml_text.hpp"

namespace cadis {
namespace {

PolicyChoice read_choice(const ScenarioDocument& document) {
  const YamlNode* policy = document.find("policy");
  PolicyChoice choice;
  if (policy == nullptr || policy->kind != YamlNode::Kind::map)
    return choice;  // the reader reports it
  for (std::size_t i = 0; i < policy->keys.size(); ++i) {
    const std::string& key = policy->keys[i].text;
    const YamlNode& value = policy->items[i];
    const bool is_scalar = value.kind == YamlNode::Kind::scalar;
    if (key == "name" && is_scalar)
      choice.name = value.text;
    else if (key == "label" && is_scalar)
      choice.label = value.text;
    else if (key == "match" && is_scalar)
      choice.match = value.text;
    else
      choice.params.emplace_back(key, value);
  }
  if (choice.label.empty()) choice.label = choice.name;
  return choice;
}

class Expansion {
 public:
  Expansion(const StudyFile& study, std::span<const PolicyInfo> policies)
      : study_(study), policies_(policies) {
    grid_.axes = study.axes;
    // A whole section before its keys, so that an axis over one of them changes it and is not
    // undone.
    outer_first_.resize(study.axes.size());
    std::iota(outer_first_.begin(), outer_first_.end(), std::size_t{0});
    const auto depth = [&](std::size_t axis) {
      return std::count_if(study.axes[axis].key.begin(), study.axes[axis].key.end(),
                           [](char c) { return c == '.' || c == '['; });
    };
    std::stable_sort(outer_first_.begin(), outer_first_.end(),
                     [&](std::size_t a, std::size_t b) { return depth(a) < depth(b); });
  }

  Grid run() {
    std::vector<std::size_t> at(study_.axes.size(), 0);
    do {
      if (study_.seeds.empty()) add_cell(at, std::nullopt);
      for (const std::uint64_t seed : study_.seeds) add_cell(at, seed);
    } while (advance(at));
    grid_.cells = grid_.runs.size();
    for (std::size_t i = 0; i < grid_.cells; ++i) link(i);
    check_cells();
    if (study_.has_references) {
      for (std::size_t i = 0; i < grid_.cells; ++i) grid_.references.push_back(references_of(i));
    } else {
      grid_.references.resize(grid_.cells);
    }
    return std::move(grid_);
  }

 private:
  using Place =
      std::tuple<std::string, std::optional<std::uint64_t>, std::string>;  // group, seed, policy

  bool advance(std::vector<std::size_t>& at) const {
    for (std::size_t axis = at.size(); axis-- > 0;) {
      if (++at[axis] < study_.axes[axis].values.size()) return true;
      at[axis] = 0;
    }
    return false;
  }

  void add_cell(const std::vector<std::size_t>& at, std::optional<std::uint64_t> seed) {
    Cell cell{{}, {}, seed, study_.base, {}, study_.file.string(), std::nullopt};
    for (const std::size_t axis : outer_first_)
      set(cell, study_.axes[axis].key, study_.axes[axis].values[at[axis]]);
    for (std::size_t axis = 0; axis < at.size(); ++axis) {
      const std::string& key = study_.axes[axis].key;
      cell.titles.push_back(study_.axes[axis].values[at[axis]].title);
      if (key == "policy" || key == "policy.name")
        cell.where = study_.axes[axis].values[at[axis]].value.where;
      else
        cell.group += std::to_string(at[axis]) + "/";
    }
    if (seed) cell.document.set("seed", std::to_string(*seed));
    cell.policy = read_choice(cell.document);
    by_label_.emplace(Place{cell.group, seed, cell.policy.label}, grid_.runs.size());
    by_meaning_.emplace(Place{cell.group, seed, meaning(cell.policy)}, grid_.runs.size());
    grid_.runs.push_back(std::move(cell));
  }

  void set(Cell& cell, const std::string& key, const AxisValue& value) {
    try {
      cell.document.set(key, value.value);
    } catch (const ConfigError& error) {
      if (problems_seen_.insert(error.what()).second) problems_.add(error);
    }
  }

  static std::string meaning(const PolicyChoice& policy) {
    std::string text = policy.name + "\n" + policy.match;
    std::vector<std::string> lines;
    for (const auto& [key, value] : policy.params)
      lines.push_back("\n" + key + "=" + flow_text(value));
    std::sort(lines.begin(), lines.end());
    for (const std::string& line : lines) text += line;
    return text;
  }

  void link(std::size_t index) {
    Cell& cell = grid_.runs[index];
    if (cell.policy.match.empty()) return;
    const auto found = by_label_.find(Place{cell.group, cell.seed, cell.policy.match});
    if (found == by_label_.end()) {
      std::vector<std::string> labels;
      for (const auto& [place, run] : by_label_) {
        if (std::get<0>(place) == cell.group && std::get<1>(place) == cell.seed)
          labels.push_back(std::get<2>(place));
      }
      report(cell.where, "policy.match",
             "no policy '" + cell.policy.match + "' in this study; " +
                 suggest(cell.policy.match, labels));
    } else if (!grid_.runs[found->second].policy.match.empty()) {
      report(cell.where, "policy.match",
             "'" + cell.policy.match + "' is itself matched; name one that is not");
    } else {
      cell.matched_to = found->second;
    }
  }

  void report(const std::string& where, const std::string& key, const std::string& text) {
    if (problems_seen_.insert(where + key + text).second) problems_.add(where, key, text);
  }

  void check_cells() {
    std::vector<std::string> found;
    for (const Cell& cell : grid_.runs) {
      try {
        resolve(cell, nullptr, policies_);
      } catch (const ConfigError& error) {
        for (const std::string& problem : error.problems()) {
          if (problems_seen_.insert(problem).second) found.push_back(problem);
        }
      }
    }
    if (!found.empty()) problems_.add(ConfigError(found));
    problems_.throw_if_any();
  }

  std::size_t reference(std::size_t cell_index, const std::string& policy, bool is_matched) {
    const Cell& cell = grid_.runs[cell_index];
    PolicyChoice choice{policy, policy, {}, {}};
    if (is_matched) {
      choice.match = cell.policy.label;
      choice.label = policy + "(" + choice.match + ")";
    }
    const Place place{cell.group, cell.seed, meaning(choice)};
    if (const auto found = by_meaning_.find(place); found != by_meaning_.end())
      return found->second;
    Cell added = cell;
    for (std::size_t axis = 0; axis < added.titles.size(); ++axis) {
      if (study_.axes[axis].key == "policy" || study_.axes[axis].key == "policy.name")
        added.titles[axis] = choice.label;
    }
    added.policy = choice;
    added.matched_to.reset();
    if (is_matched)
      added.matched_to = cell_index;
    else
      added.document.set("policy", map_node({{"name", text_node(policy, cell.where)}}, cell.where));
    by_meaning_.emplace(place, grid_.runs.size());
    grid_.runs.push_back(std::move(added));
    return grid_.runs.size() - 1;
  }

  References references_of(std::size_t index) {
    References references;
    references.static_small = reference(index, "static-small", false);
    references.static_large = reference(index, "static-large", false);
    const std::array<std::string, 6> controls{"static", "static-small", "static-large",
                                              "blind",  "static-mix",   "oracle"};
    if (std::find(controls.begin(), controls.end(), grid_.runs[index].policy.name) !=
        controls.end())
      return references;
    references.blind = reference(index, "blind", true);
    references.static_mix = reference(index, "static-mix", true);
    references.oracle = reference(index, "oracle", true);
    return references;
  }

  const StudyFile& study_;
  std::span<const PolicyInfo> policies_;
  Grid grid_;
  std::vector<std::size_t> outer_first_;  ///< axes in the order they are applied
  std::map<Place, std::size_t> by_label_, by_meaning_;
  std::set<std::string> problems_seen_;
  Problems problems_;
};

}  // namespace

Grid expand(const StudyFile& study, std::span<const PolicyInfo> policies) {
  return Expansion(study, policies).run();
}

}  // namespace cadis
