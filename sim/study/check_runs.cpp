#include "study/check_runs.hpp"

#include <algorithm>
#include <list>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/errors.hpp"
#include "model/accounting.hpp"
#include "study/cell.hpp"
#include "study/child.hpp"
#include "study/coverage.hpp"
#include "study/expected_times.hpp"

namespace cadis {
namespace {

using Json = nlohmann::json;
using Runs = std::vector<std::uint32_t>;

constexpr std::size_t few_runs = 64;        ///< not worth a process
constexpr std::size_t most_wrong = 10'000;  ///< runs read for what others' problems may have hidden

/// What reading some runs finds.
struct Found {
  explicit Found(const Grid& grid) : times(grid.study.axes) {}

  std::map<std::uint32_t, std::vector<std::string>> problems;  ///< by run
  std::map<std::string, std::string> input_sha256;
  std::map<std::string, Accounting> accounting;  ///< by key of the signal
  std::set<std::string> counted;                 ///< names of count_by
  ExpectedTimes times;
  std::vector<std::pair<std::uint64_t, RunSize>> sizes;  ///< by point: those that `times` learnt
};

void read(const Grid& grid, std::uint32_t run, std::span<const PolicyInfo> policies, Found& found) {
  try {
    const Scenario scenario = resolve(make_cell(grid, grid.runs[run]), nullptr, policies);
    for (const auto& [key, accounting] : accounting_of(scenario))
      found.accounting[key].add(accounting);
    for (const std::string& name : counted_names(scenario)) found.counted.insert(name);
    found.input_sha256.insert(scenario.input_sha256.begin(), scenario.input_sha256.end());
    const RunSize size = size_of(scenario);
    const std::uint64_t point = grid.runs[run].point;
    if (found.times.learn(point, size)) found.sizes.emplace_back(point, size);
  } catch (const ConfigError& error) {
    found.problems[run] = error.problems();
  }
}

Child::Bytes encode(const Found& found) {
  Json::array_t problems, sizes;
  Json::object_t accounting;
  for (const auto& [key, seen] : found.accounting) accounting[key] = seen.uses();
  for (const auto& [run, list] : found.problems) problems.push_back({run, list});
  for (const auto& [point, size] : found.sizes)
    sizes.push_back({point, size.intervals, size.hosts, size.requests, size.fidelity});
  return Json::to_cbor(Json{std::move(problems), found.input_sha256, std::move(accounting),
                            std::move(sizes), found.counted});
}

void add(const Child::Bytes& bytes, Found& found) {
  const Json message = Json::from_cbor(bytes);
  for (const Json& row : message.at(0))
    found.problems[row.at(0)] = row.at(1).get<std::vector<std::string>>();
  found.input_sha256.merge(message.at(1).get<std::map<std::string, std::string>>());
  for (const auto& [key, uses] : message.at(2).items())
    found.accounting[key].add(Accounting::of(uses.get<Accounting::Uses>()));
  found.counted.merge(message.at(4).get<std::set<std::string>>());
  for (const Json& row : message.at(3))
    found.times.learn(row.at(0), {row.at(1), row.at(2), row.at(3), row.at(4).get<Fidelity>()});
}

/// Of these runs, one for each value of each axis: they are read in this process, so that the files
/// that others read are in the inputs that all share.
Runs take_first_of_values(const Grid& grid, Runs& runs) {
  std::vector<Projection> axes;
  std::vector<std::vector<bool>> is_known;
  for (const Axis& axis : grid.study.axes) {
    axes.emplace_back(grid.study.axes, [&axis](const Axis& one) { return &one == &axis; });
    is_known.emplace_back(axis.values.size());
  }
  const auto is_first = [&](std::uint32_t run) {
    bool is_new = axes.empty();
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      auto known = is_known[axis][axes[axis].of(grid.runs[run].point)];
      is_new = is_new || !known;
      known = true;
    }
    return is_new;
  };
  const auto rest = std::stable_partition(runs.begin(), runs.end(), is_first);
  Runs first(runs.begin(), rest);
  runs.erase(runs.begin(), rest);
  return first;
}

/// By processes side by side where it is worth it.
void read_all(const Grid& grid, Runs runs, std::span<const PolicyInfo> policies, std::size_t jobs,
              Found& found) {
  if (runs.size() > few_runs && jobs > 1) {
    for (const std::uint32_t run : take_first_of_values(grid, runs))
      read(grid, run, policies, found);
  }
  if (runs.size() <= few_runs || jobs == 1) {
    for (const std::uint32_t run : runs) read(grid, run, policies, found);
    return;
  }
  found.sizes.clear();
  std::list<Child> children;
  for (std::size_t first = 0; first < jobs; ++first) {
    children.emplace_back([&, first] {
      found.problems.clear();  // the child's copy
      for (std::size_t i = first; i < runs.size(); i += jobs) read(grid, runs[i], policies, found);
      return encode(found);
    });
  }
  for (Child& child : children) add(child.finish(), found);
}

/// The runs that have something new beside those that were read. A run with problems is no check of
/// the rest of its values: what was to be found there may not have been looked for.
Runs runs_to_read(const Grid& grid, const std::vector<bool>& is_read, const Found& found) {
  Coverage coverage(grid);
  for (std::uint32_t run = 0; run < grid.runs.size(); ++run) {
    if (is_read[run] && !found.problems.contains(run)) coverage.add(grid.runs[run]);
  }
  Runs runs;
  for (std::uint32_t run = 0; run < grid.runs.size(); ++run) {
    if (!is_read[run] && coverage.add(grid.runs[run])) runs.push_back(run);
  }
  return runs;
}

Found read_what_differs(const Grid& grid, std::span<const PolicyInfo> policies, std::size_t jobs) {
  Found found(grid);
  std::vector<bool> is_read(grid.runs.size());
  do {
    Runs runs = runs_to_read(grid, is_read, found);
    if (!found.problems.empty()) runs.resize(std::min(runs.size(), most_wrong));
    if (runs.empty()) break;
    for (const std::uint32_t run : runs) is_read[run] = true;
    read_all(grid, std::move(runs), policies, jobs, found);
  } while (!found.problems.empty() && found.problems.size() < most_wrong);
  return found;
}

}  // namespace

void check_runs(Grid& grid, std::span<const PolicyInfo> policies, std::size_t jobs,
                Problems& problems) {
  Found found = read_what_differs(grid, policies, jobs);
  if (!grid.study.allows_mixed_accounting) {
    for (const auto& [key, accounting] : found.accounting) {
      for (const std::string& clash : accounting.clashes())
        problems.add(grid.study.file.string(), key, clash);
    }
  }
  std::vector<std::string> texts;
  std::set<std::string> seen;
  for (const auto& [run, list] : found.problems) {
    for (const std::string& text : list) {
      if (seen.insert(text).second) texts.push_back(text);
    }
  }
  if (!texts.empty()) problems.add(ConfigError(texts));
  grid.input_sha256 = std::move(found.input_sha256);
  grid.counted.assign(found.counted.begin(), found.counted.end());
  for (Run& run : grid.runs) run.expected_s = static_cast<float>(found.times.at(run.point).value());
}

}  // namespace cadis
