#include "study/grid.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "base/errors.hpp"
#include "base/names.hpp"
#include "study/yaml_text.hpp"

namespace cadis {
namespace {

constexpr std::uint64_t most_points = 100'000'000;

/// The axes in the order in which they are applied: a whole section before its keys, so that an
/// axis over one of them changes it and is not undone.
std::vector<std::size_t> outer_first(const std::vector<Axis>& axes) {
  std::vector<std::size_t> order(axes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto depth = [&](std::size_t axis) {
    const std::string& key = axes[axis].values.front().settings.front().key;
    return std::count_if(key.begin(), key.end(), [](char c) { return c == '.' || c == '['; });
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return depth(a) < depth(b); });
  return order;
}

/// Index of the point's value on each axis.
std::vector<std::size_t> values_at(const std::vector<Axis>& axes, std::uint64_t point) {
  std::vector<std::size_t> at(axes.size());
  for (std::size_t axis = axes.size(); axis-- > 0; point /= axes[axis].values.size()) {
    at[axis] = point % axes[axis].values.size();
  }
  return at;
}

bool touches_policy(const Axis& axis) {
  for (const AxisValue& value : axis.values) {
    for (const Setting& setting : value.settings) {
      if (setting.key == "policy" || setting.key.starts_with("policy.")) return true;
    }
  }
  return false;
}

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

PolicyChoice read_choice(const ScenarioDocument& document) {
  const YamlNode* policy = document.find("policy");
  PolicyChoice choice;
  if (policy == nullptr || policy->kind != YamlNode::Kind::map)
    return choice;  // the reader reports
  choice.where = policy->where;
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

/// Equal for two policies that do the same, whatever they are called.
std::string meaning(const PolicyChoice& policy) {
  std::string text = policy.name + "\n" + policy.match;
  std::vector<std::string> lines;
  for (const auto& [key, value] : policy.params)
    lines.push_back("\n" + key + "=" + flow_text(value));
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) text += line;
  return text;
}

class Expansion {
 public:
  Expansion(const StudyFile& study, const Shard& shard, Problems& problems)
      : shard_(shard), may_have_regions_(may_have_regions(study)), problems_(problems) {
    grid_.study = study;
    order_ = outer_first(axes());
    for (std::size_t axis = 0; axis < axes().size(); ++axis) {
      if (touches_policy(axes()[axis])) policy_axes_.push_back(axis);
    }
  }

  Grid run() {
    std::uint64_t points = 1;
    for (const Axis& axis : axes()) points = std::min(most_points + 1, points * axis.values.size());
    const std::size_t seeds = std::max<std::size_t>(1, grid_.study.seeds.size());
    if (points * seeds > most_points) {
      throw ConfigError(grid_.study.file.string() + ": expected at most " +
                        std::to_string(most_points) + " cells; split the study");
    }
    std::vector<std::size_t> excluded(grid_.study.exclusions.size());
    for (std::uint64_t point = 0; point < points; ++point) {
      const auto at = values_at(axes(), point);
      if (is_excluded(at, excluded)) continue;
      const std::uint64_t group = group_of(at);
      for (std::uint32_t seed = 0; seed < seeds; ++seed, ++grid_.all_cells) {
        if ((group * seeds + seed) % shard_.count + 1 != shard_.number) continue;
        Run run{static_cast<std::uint32_t>(point),         seed, policy_of(at), no_run, group,
                static_cast<std::int64_t>(grid_.all_cells)};
        add(run);
      }
    }
    check_exclusions(excluded);
    grid_.cells = grid_.runs.size();
    for (std::size_t i = 0; i < grid_.cells; ++i) link(grid_.runs[i]);
    grid_.references.resize(grid_.cells);
    for (std::size_t i = 0; grid_.study.has_references && i < grid_.cells; ++i) {
      grid_.references[i] = references_of(static_cast<std::uint32_t>(i));
    }
    return std::move(grid_);
  }

 private:
  struct Place {
    std::uint64_t group;
    std::uint32_t seed, policy;
    bool operator==(const Place&) const = default;
  };
  struct HashPlace {
    std::size_t operator()(const Place& place) const {
      return std::hash<std::uint64_t>()(place.group * 0x9E3779B97F4A7C15U +
                                        (std::uint64_t{place.seed} << 32U) + place.policy);
    }
  };

  [[nodiscard]] const std::vector<Axis>& axes() const { return grid_.study.axes; }

  void add(const Run& run) {
    by_place_.emplace(Place{run.group, run.seed, run.policy},
                      static_cast<std::uint32_t>(grid_.runs.size()));
    grid_.runs.push_back(run);
  }

  bool is_excluded(const std::vector<std::size_t>& at, std::vector<std::size_t>& counts) const {
    bool is_out = false;
    for (std::size_t e = 0; e < counts.size(); ++e) {
      const auto& wanted = grid_.study.exclusions[e].column_titles;
      const bool matches = std::all_of(wanted.begin(), wanted.end(), [&](const auto& one) {
        for (std::size_t axis = 0; axis < at.size(); ++axis) {
          for (std::size_t column = 0; column < axes()[axis].columns.size(); ++column) {
            if (axes()[axis].columns[column] == one.first)
              return axes()[axis].values[at[axis]].titles[column] == one.second;
          }
        }
        return false;
      });
      counts[e] += matches;
      is_out = is_out || matches;
    }
    return is_out;
  }

  void check_exclusions(const std::vector<std::size_t>& counts) {
    for (std::size_t e = 0; e < counts.size(); ++e) {
      if (counts[e] == 0)
        problems_.add(grid_.study.exclusions[e].where, "exclude",
                      "no cell is like that; remove it");
    }
    if (grid_.all_cells == 0) {
      problems_.add(grid_.study.file.string(), "exclude", "every cell is excluded; leave some");
    }
  }

  [[nodiscard]] std::uint64_t group_of(const std::vector<std::size_t>& at) const {
    std::uint64_t group = 0;
    for (std::size_t axis = 0; axis < at.size(); ++axis) {
      if (!axes()[axis].is_policy()) group = group * axes()[axis].values.size() + at[axis];
    }
    return group;
  }

  std::uint32_t policy_of(const std::vector<std::size_t>& at) {
    std::vector<std::size_t> chosen;
    for (const std::size_t axis : policy_axes_) chosen.push_back(at[axis]);
    const auto found = policy_by_values_.find(chosen);
    if (found != policy_by_values_.end()) return found->second;
    ScenarioDocument document = grid_.study.base;
    for (const std::size_t axis : order_) {
      if (std::find(policy_axes_.begin(), policy_axes_.end(), axis) == policy_axes_.end()) continue;
      for (const Setting& setting : axes()[axis].values[at[axis]].settings) {
        try {
          document.set(setting.key, setting.value);
        } catch (const ConfigError&) {  // check_runs() reports it
        }
      }
    }
    const std::uint32_t policy = add_policy(read_choice(document));
    policy_by_values_.emplace(std::move(chosen), policy);
    return policy;
  }

  std::uint32_t add_policy(PolicyChoice choice) {
    const auto index = static_cast<std::uint32_t>(grid_.policies.size());
    by_label_[choice.label].push_back(index);
    by_meaning_[meaning(choice)].push_back(index);
    grid_.policies.push_back(std::move(choice));
    return index;
  }

  /// The first run of the same group and seed with one of these policies.
  [[nodiscard]] std::uint32_t beside(const Run& run,
                                     const std::vector<std::uint32_t>& wanted) const {
    for (const std::uint32_t policy : wanted) {
      const auto found = by_place_.find(Place{run.group, run.seed, policy});
      if (found != by_place_.end()) return found->second;
    }
    return no_run;
  }

  void link(Run& run) {
    const PolicyChoice& policy = grid_.policies[run.policy];
    if (policy.match.empty()) return;
    const auto named = by_label_.find(policy.match);
    const std::uint32_t found = named == by_label_.end() ? no_run : beside(run, named->second);
    if (found == no_run) {
      std::vector<std::string> labels;
      for (std::uint32_t other = 0; other < grid_.policies.size(); ++other) {
        if (beside(run, {other}) != no_run) labels.push_back(grid_.policies[other].label);
      }
      report(policy.where,
             "no policy '" + policy.match + "' in this study; " + suggest(policy.match, labels));
    } else if (!grid_.policies[grid_.runs[found].policy].match.empty()) {
      report(policy.where, "'" + policy.match + "' is itself matched; name one that is not");
    } else {
      run.matched_to = found;
    }
  }

  void report(const std::string& where, const std::string& text) {
    if (problems_seen_.insert(where + text).second) problems_.add(where, "policy.match", text);
  }

  /// `kind` orders the references of one cell.
  std::uint32_t reference(std::uint32_t cell, const std::string& name, bool is_matched, int kind) {
    const Run& run = grid_.runs[cell];
    PolicyChoice choice{name, name, {}, {}, grid_.policies[run.policy].where};
    if (is_matched) {
      choice.match = grid_.policies[run.policy].label;
      choice.label = name + "(" + choice.match + ")";
    }
    const auto known = by_meaning_.find(meaning(choice));
    if (known != by_meaning_.end()) {
      const std::uint32_t found = beside(run, known->second);
      if (found != no_run) return found;
    }
    Run added = run;
    added.policy = known != by_meaning_.end() ? known->second.back() : add_policy(choice);
    added.matched_to = is_matched ? cell : no_run;
    added.order = first_reference + 8 * run.order + kind;
    add(added);
    return static_cast<std::uint32_t>(grid_.runs.size() - 1);
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

  References references_of(std::uint32_t cell) {
    References references;
    references.static_small = reference(cell, "static-small", false, 0);
    references.static_large = reference(cell, "static-large", false, 1);
    const std::array<std::string, 6> controls{"static", "static-small", "static-large",
                                              "blind",  "static-mix",   "oracle"};
    const std::string& name = grid_.policies[grid_.runs[cell].policy].name;
    if (std::find(controls.begin(), controls.end(), name) != controls.end()) return references;
    references.blind = reference(cell, "blind", true, 2);
    references.static_mix = reference(cell, "static-mix", true, 3);
    if (!has_several_regions(grid_.runs[cell])) {
      references.oracle = reference(cell, "oracle", true, 4);
    }
    return references;
  }

  Shard shard_;
  bool may_have_regions_;
  Grid grid_;
  std::vector<std::size_t> order_;        ///< axes, as they are applied
  std::vector<std::size_t> policy_axes_;  ///< those that set something of the policy
  std::map<std::vector<std::size_t>, std::uint32_t> policy_by_values_;
  std::map<std::string, std::vector<std::uint32_t>> by_label_, by_meaning_;  ///< policies
  std::unordered_map<Place, std::uint32_t, HashPlace> by_place_;             ///< runs
  std::set<std::string> problems_seen_;
  Problems& problems_;
};

}  // namespace

Grid expand(const StudyFile& study, std::span<const PolicyInfo> policies, std::size_t jobs,
            const Shard& shard) {
  Problems problems;
  Grid grid = Expansion(study, shard, problems).run();
  check_runs(grid, policies, jobs, problems);
  problems.throw_if_any();
  return grid;
}

Cell make_cell(const Grid& grid, const Run& run) {
  const StudyFile& study = grid.study;
  Cell cell{study.base, &grid.policies[run.policy]};
  const auto at = values_at(study.axes, run.point);
  for (const std::size_t axis : outer_first(study.axes)) {
    for (const Setting& setting : study.axes[axis].values[at[axis]].settings) {
      cell.document.set(setting.key, setting.value);
    }
  }
  if (const auto seed = cadis::seed(grid, run)) cell.document.set("seed", std::to_string(*seed));
  if (run.order >= first_reference && cell.policy->match.empty()) {
    const std::string& where = cell.policy->where;
    cell.document.set("policy", map_node({{"name", text_node(cell.policy->name, where)}}, where));
  }
  return cell;
}

std::vector<std::string> titles(const Grid& grid, const Run& run) {
  std::vector<std::string> list;
  const auto at = values_at(grid.study.axes, run.point);
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Axis& axis = grid.study.axes[i];
    const auto& own = axis.values[at[i]].titles;
    if (axis.is_policy() && run.order >= first_reference)
      list.push_back(grid.policies[run.policy].label);
    else
      list.insert(list.end(), own.begin(), own.end());
  }
  return list;
}

std::optional<std::uint64_t> seed(const Grid& grid, const Run& run) {
  if (grid.study.seeds.empty()) return std::nullopt;
  return grid.study.seeds[run.seed];
}

}  // namespace cadis
