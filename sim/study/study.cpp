#include "study/study.hpp"

#include "base/errors.hpp"
#include "base/interrupt.hpp"
#include "base/memory.hpp"
#include "base/stopwatch.hpp"
#include "study/cell_run.hpp"
#include "study/child_pool.hpp"
#include "study/plan.hpp"
#include "study/schedule.hpp"
#include "study/study_manifest.hpp"
#include "study/summary_codec.hpp"

namespace cadis {
namespace {

namespace fs = std::filesystem;

/// What a kill may lose. A commit is four `fdatasync`, which a file system that many shards share
/// feels, and no run starts meanwhile.
constexpr double commit_every_s = 2;

class StudyRun {
 public:
  StudyRun(const Grid& grid, std::span<const PolicyInfo> policies, const fs::path& folder,
           ResultStore& store, const StudyOptions& options)
      : grid_(grid),
        policies_(policies),
        folder_(folder),
        store_(store),
        options_(options),
        schedule_(grid),
        states_(grid.runs.size(), State::waiting),
        keeps_days_(grid.study.has_one_seed()) {
    outcome_.progress.all = grid.runs.size();
  }

  StudyOutcome run(const std::function<void(const StudyProgress&)>& report) {
    take_over_finished();
    line_up();
    take_large_holes();  // of what came before: from here on processes are forked
    report(outcome_.progress);
    while (start_next()) {
      for (const ChildPool::Member& member : pool_.take_ended()) finish(member);
      report(outcome_.progress);
      commit_now_and_then();
    }
    store_.commit();
    list_failures();
    return std::move(outcome_);
  }

  [[nodiscard]] double cpu_s() const { return cpu_s_; }  ///< of the runs done this time

 private:
  enum class State : unsigned char { waiting, done, failed };

  [[nodiscard]] fs::path cell_folder(std::size_t run) const {
    return folder_ / "cells" / run_id(grid_.keys[run]);
  }

  void take_over_finished() {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const auto result = store_.find(grid_.keys[i]);
      if (!result) continue;
      schedule_.learn(i, result->wall_s);
      if (keeps_days_ && !store_.days(grid_.keys[i])) continue;
      if (options_.has_epochs && !fs::exists(cell_folder(i))) continue;
      states_[i] = State::done;
      ++outcome_.progress.done;
      ++outcome_.progress.kept;
    }
  }

  void line_up() {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (states_[i] == State::done) continue;
      const std::uint32_t target = grid_.runs[i].matched_to;
      if (target == no_run || states_[target] == State::done) {
        schedule_.add(i);
      } else {
        schedule_.add_behind(i);
      }
    }
  }

  /// As many as may be at work; false where none is.
  bool start_next() {
    while (pool_.size() < options_.jobs) {
      const auto next = schedule_.take_next();
      if (!next) break;
      start(*next);
    }
    return pool_.size() > 0;
  }

  void start(std::size_t i) {
    try {
      std::optional<Summary> target;
      if (const std::uint32_t matched_to = grid_.runs[i].matched_to; matched_to != no_run) {
        target = decode_summary(store_.find(grid_.keys[matched_to]).value().summary);
      }
      const auto job = [&] {
        return encode_answer(run_cell(grid_, grid_.runs[i], target ? &*target : nullptr, policies_,
                                      options_.has_epochs ? cell_folder(i) : fs::path(),
                                      keeps_days_));
      };
      pool_.add({i, std::make_unique<Child>(job, options_.limits)});
    } catch (const std::exception& error) {
      fail(i, in_our_words(error), "");
    }
  }

  void finish(const ChildPool::Member& member) {
    const std::size_t i = member.run;
    Child& child = *member.child;
    Answer answer;
    try {
      answer = decode_answer(child.finish());
    } catch (const Interrupted&) {
      throw;
    } catch (const StorageError&) {  // no fault of the run
      throw;
    } catch (const std::exception& error) {
      fail(i, in_our_words(error), child.log());
      return;
    }
    const RunCost& cost = child.cost();
    cpu_s_ += cost.cpu_s;
    schedule_.learn(i, cost.wall_s);
    store_.put(grid_.keys[i], {std::move(answer.summary), cost.wall_s});
    if (answer.days) store_.put_days(grid_.keys[i], *answer.days);
    states_[i] = State::done;
    ++outcome_.progress.done;
    for (const std::size_t run : schedule_.take_behind(i)) schedule_.add(run);
  }

  void fail(std::size_t i, const std::string& reason, const std::string& log) {
    states_[i] = State::failed;
    ++outcome_.progress.failed;
    store_.put_failure(grid_.keys[i], {reason, log});
    for (const std::size_t run : schedule_.take_behind(i)) {
      fail(run, "not run: " + name(i) + ", which it is matched to, failed", "");
    }
  }

  [[nodiscard]] std::string name(std::size_t i) const {
    return describe(title_of(grid_), planned(grid_, i));
  }

  void commit_now_and_then() {
    if (stopwatch_s() - committed_s_ < commit_every_s) return;
    store_.commit();
    committed_s_ = stopwatch_s();
  }

  void list_failures() {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (states_[i] != State::failed) continue;
      const auto failure = store_.failure(grid_.keys[i]);
      outcome_.failed.push_back({name(i), failure ? failure->reason : ""});
    }
  }

  const Grid& grid_;
  std::span<const PolicyInfo> policies_;
  const fs::path& folder_;
  ResultStore& store_;
  const StudyOptions& options_;
  Schedule schedule_;
  std::vector<State> states_;
  bool keeps_days_;  ///< one run of each is compared by its days
  ChildPool pool_;
  StudyOutcome outcome_;
  double cpu_s_ = 0;
  double committed_s_ = stopwatch_s();
};

}  // namespace

StudyOutcome run_study(const Grid& grid, std::span<const PolicyInfo> policies,
                       const fs::path& folder, ResultStore& store, const StudyOptions& options,
                       const std::function<void(const StudyProgress&)>& report) {
  const double begin_s = stopwatch_s();
  const StudyHead before = read_head(store);
  StudyHead head = head_of(grid);
  write_plan(grid, store);
  write_head(store, head);
  store.commit();
  StudyOutcome outcome;
  StudyRun run(grid, policies, folder, store, options);
  const auto write_cost = [&] {
    head.wall_s = before.wall_s + stopwatch_s() - begin_s;
    head.cpu_s = before.cpu_s + run.cpu_s();
    write_head(store, head);
    store.commit();
  };
  try {
    outcome = run.run(report);
  } catch (const Interrupted&) {
    write_cost();  // and what was finished is kept
    throw;
  } catch (const StorageError&) {
    try {
      write_cost();                    // where it was a cell's table that found no room
    } catch (const std::exception&) {  // where it was the store itself
    }
    throw;
  }
  head.is_finished = true;
  write_cost();
  return outcome;
}

}  // namespace cadis
