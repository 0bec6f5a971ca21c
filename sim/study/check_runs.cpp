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
#include "study/estimate.hpp"

// Every run of a study is read before any is run. For a large grid this is work: processes share
// it.

namespace cadis {
namespace {

using Json = nlohmann::json;

constexpr std::size_t few_runs = 64;  ///< not worth a process

/// What one process finds.
struct Found {
  std::vector<RunKey> keys;                                  ///< of its runs
  std::vector<float> expected_s;                             ///< of its runs
  std::map<std::size_t, std::vector<std::string>> problems;  ///< by run
  std::map<std::string, std::string> input_sha256;
  Accounting accounting;
};

void check(const Grid& grid, std::size_t i, std::span<const PolicyInfo> policies, Found& found) {
  RunKey key{};
  float expected_s = 0;
  try {
    const Cell cell = make_cell(grid, grid.runs[i]);
    const Scenario scenario = resolve(cell, nullptr, policies);
    key = run_key(scenario, cell.document.file());
    expected_s = static_cast<float>(expected_run_time(scenario).value());
    found.accounting.add(accounting_of(scenario));
    found.input_sha256.insert(scenario.input_sha256.begin(), scenario.input_sha256.end());
  } catch (const ConfigError& error) {
    found.problems[i] = error.problems();
  }
  found.keys.push_back(key);
  found.expected_s.push_back(expected_s);
}

/// Every `step`th run.
Found check_stripe(const Grid& grid, std::span<const PolicyInfo> policies, std::size_t first,
                   std::size_t step) {
  Found found;
  for (std::size_t i = first; i < grid.runs.size(); i += step) check(grid, i, policies, found);
  return found;
}

Child::Bytes encode(const Found& found) {
  Json::binary_t::container_type keys;
  for (const RunKey& key : found.keys) keys.insert(keys.end(), key.begin(), key.end());
  Json::array_t problems;
  for (const auto& [run, list] : found.problems) problems.push_back({run, list});
  return Json::to_cbor(Json{Json::binary(std::move(keys)), std::move(problems), found.input_sha256,
                            found.expected_s, found.accounting.uses()});
}

Found decode(const Child::Bytes& bytes) {
  const Json message = Json::from_cbor(bytes);
  Found found;
  const auto& keys = message.at(0).get_binary();
  found.keys.resize(keys.size() / sizeof(RunKey));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    found.keys[i / sizeof(RunKey)][i % sizeof(RunKey)] = keys[i];
  }
  for (const Json& row : message.at(1)) {
    found.problems[row.at(0)] = row.at(1).get<std::vector<std::string>>();
  }
  found.input_sha256 = message.at(2).get<std::map<std::string, std::string>>();
  found.expected_s = message.at(3).get<std::vector<float>>();
  found.accounting = Accounting::of(message.at(4).get<Accounting::Uses>());
  return found;
}

/// Reads one cell for each value of each axis here, so that the files that the others read are in
/// the inputs that all share. What is wrong with them is found again.
void read_inputs(const Grid& grid, std::span<const PolicyInfo> policies) {
  std::uint64_t stride = 1;
  std::set<std::uint64_t> points;
  for (std::size_t axis = grid.study.axes.size(); axis-- > 0;) {
    const std::size_t values = grid.study.axes[axis].values.size();
    for (std::size_t value = 0; value < values; ++value) points.insert(value * stride);
    stride *= values;
  }
  Found found;
  for (std::size_t i = 0; i < grid.cells; ++i) {
    if (points.erase(grid.runs[i].point) > 0) check(grid, i, policies, found);
  }
}

}  // namespace

void check_runs(Grid& grid, std::span<const PolicyInfo> policies, std::size_t jobs,
                Problems& problems) {
  std::vector<Found> found;
  if (grid.runs.size() <= few_runs || jobs == 1) {
    found.push_back(check_stripe(grid, policies, 0, 1));
  } else {
    read_inputs(grid, policies);
    std::list<Child> children;
    for (std::size_t i = 0; i < jobs; ++i) {
      children.emplace_back([&, i] { return encode(check_stripe(grid, policies, i, jobs)); });
    }
    for (Child& child : children) found.push_back(decode(child.finish()));
  }
  Accounting accounting;
  for (const Found& part : found) accounting.add(part.accounting);
  if (!grid.study.allows_mixed_accounting) {
    for (const std::string& clash : accounting.clashes())
      problems.add(grid.study.file.string(), "carbon", clash);
  }
  std::map<std::size_t, std::vector<std::string>> by_run;
  for (std::size_t stripe = 0; stripe < found.size(); ++stripe) {
    by_run.merge(found[stripe].problems);
    grid.input_sha256.merge(found[stripe].input_sha256);
    for (std::size_t i = 0; i < found[stripe].keys.size(); ++i) {
      Run& run = grid.runs[i * found.size() + stripe];
      run.key = found[stripe].keys[i];
      run.expected_s = found[stripe].expected_s[i];
    }
  }
  std::vector<std::string> texts;
  std::set<std::string> seen;
  for (const auto& [run, list] : by_run) {
    for (const std::string& text : list) {
      if (seen.insert(text).second) texts.push_back(text);
    }
  }
  if (!texts.empty()) problems.add(ConfigError(texts));
  for (Run& run : grid.runs) {
    if (run.matched_to != no_run) {
      run.key = matched_key(run.key, grid.runs[run.matched_to].key);
    }
  }
}

}  // namespace cadis
