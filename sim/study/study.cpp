#include "study/study.hpp"

#include <poll.h>

#include <chrono>
#include <list>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/interrupt.hpp"
#include "engine/simulation.hpp"
#include "report/outputs.hpp"
#include "study/study_tables.hpp"
#include "study/worker.hpp"
#include "study/yaml_text.hpp"

namespace cadis {
namespace {

struct Active {
  std::size_t run;
  Scenario scenario;
  std::unique_ptr<Worker> worker;
};

enum class State { waiting, active, done, failed };

class StudyRun {
 public:
  StudyRun(const Grid& grid, std::span<const PolicyInfo> policies,
           const std::filesystem::path& folder, const StudyOptions& options)
      : records(grid.runs.size()),
        grid_(grid),
        policies_(policies),
        folder_(folder),
        options_(options),
        states_(grid.runs.size(), State::waiting) {}

  void run(const std::function<void(std::size_t, std::size_t)>& progress) {
    while (finished_ < states_.size()) {
      start_ready();
      if (!active_.empty()) collect_ready();
      progress(finished_, states_.size());
    }
  }

  RunRecords records;
  StudyOutcome outcome;
  std::map<std::string, std::string> input_sha256;
  double cpu_s = 0;

 private:
  void start_ready() {
    for (std::size_t i = first_waiting_; i < states_.size() && active_.size() < options_.jobs;
         ++i) {
      if (states_[i] != State::waiting) {
        if (i == first_waiting_) ++first_waiting_;
        continue;
      }
      const std::optional<std::size_t> target = grid_.runs[i].matched_to;
      if (!target || states_[*target] == State::done)
        start(i);
      else if (states_[*target] == State::failed)
        fail(i, "not run: " + describe(grid_, *target) + ", which it is matched to, failed");
    }
  }

  void start(std::size_t i) try {
    const std::optional<std::size_t> target = grid_.runs[i].matched_to;
    Scenario scenario =
        resolve(grid_.runs[i], target ? &records[*target]->summary : nullptr, policies_);
    auto worker = std::make_unique<Worker>(scenario, policies_);
    active_.push_back({i, std::move(scenario), std::move(worker)});
    states_[i] = State::active;
  } catch (const std::exception& error) {
    fail(i, error.what());
  }

  void collect_ready() {
    std::vector<pollfd> pipes;
    for (const Active& active : active_) pipes.push_back({active.worker->pipe(), POLLIN, 0});
    constexpr int look_again_ms = 200;  // a signal may come just before the wait
    const int ready = poll(pipes.data(), pipes.size(), look_again_ms);
    throw_if_interrupted();
    if (ready <= 0) return;
    std::size_t at = 0;
    for (auto active = active_.begin(); active != active_.end(); ++at) {
      if (pipes[at].revents == 0 || active->worker->read_some()) {
        ++active;
        continue;
      }
      finish(*active);
      active = active_.erase(active);
    }
  }

  void finish(Active& active) try {
    const RunResult result = active.worker->finish();
    cpu_s += active.worker->cost().cpu_s;
    Summary summary = summarize(active.scenario, result);
    const std::string id = sha256(active.scenario.resolved_json).substr(0, 12);
    if (options_.has_epochs && active.run < grid_.cells) {
      const std::filesystem::path folder = folder_ / "cells" / id;
      std::filesystem::create_directories(folder);
      write_run_tables(folder, active.scenario, result, summary);
    }
    input_sha256.insert(active.scenario.input_sha256.begin(), active.scenario.input_sha256.end());
    records[active.run] = RunRecord{id, std::move(summary)};
    states_[active.run] = State::done;
    ++finished_;
    ++outcome.runs;
  } catch (const Interrupted&) {
    throw;
  } catch (const std::exception& error) {
    fail(active.run, error.what());
  }

  void fail(std::size_t i, const std::string& reason) {
    states_[i] = State::failed;
    ++finished_;
    outcome.failed.push_back({describe(grid_, i), reason});
  }

  const Grid& grid_;
  std::span<const PolicyInfo> policies_;
  const std::filesystem::path& folder_;
  const StudyOptions& options_;
  std::vector<State> states_;
  std::list<Active> active_;
  std::size_t finished_ = 0, first_waiting_ = 0;
};

std::string format_study_manifest(const StudyFile& study, const Grid& grid, const StudyRun& run,
                                  double wall_s) {
  using Json = nlohmann::ordered_json;
  Json manifest;
  manifest["cadis"] = 1;
  manifest["version"] = cadis_version();
  manifest["simgrid_version"] = simgrid_version();
  manifest["study"] = study.name;
  manifest["study_sha256"] = study.sha256;
  manifest["inputs_sha256"] = run.input_sha256;
  manifest["seeds"] = study.seeds;
  manifest["cells"] = grid.cells;
  manifest["references"] = grid.runs.size() - grid.cells;
  manifest["axes"] = Json::object();
  for (const Axis& axis : grid.axes) {
    for (const AxisValue& value : axis.values)
      manifest["axes"][axis.key].push_back(
          {{"title", value.title}, {"value", flow_text(value.value)}});
  }
  manifest["failed"] = Json::array();
  for (const FailedRun& failed : run.outcome.failed)
    manifest["failed"].push_back({{"run", failed.run}, {"reason", failed.reason}});
  manifest["wall_seconds"] = wall_s;
  manifest["cpu_seconds"] = run.cpu_s;
  return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string describe(const Grid& grid, std::size_t run) {
  const Cell& cell = grid.runs[run];
  std::string text = "policy=" + cell.policy.label;
  for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
    const std::string& key = grid.axes[axis].key;
    if (key != "policy" && key != "policy.name") text += " " + key + "=" + cell.titles[axis];
  }
  if (cell.seed) text += " seed=" + std::to_string(*cell.seed);
  return text;
}

StudyOutcome run_study(const StudyFile& study, const Grid& grid,
                       std::span<const PolicyInfo> policies, const std::filesystem::path& folder,
                       const StudyOptions& options,
                       const std::function<void(std::size_t, std::size_t)>& progress) {
  const auto begin = std::chrono::steady_clock::now();
  StudyRun run(grid, policies, folder, options);
  run.run(progress);
  write_whole(folder / "runs.csv", format_runs(grid, run.records));
  write_whole(folder / "references.csv", format_references(grid, run.records));
  write_whole(folder / "comparisons.csv", format_comparisons(grid, run.records));
  const double wall_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  write_whole(folder / "manifest.json", format_study_manifest(study, grid, run, wall_s));
  return run.outcome;
}

}  // namespace cadis
