#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "study/damaged.hpp"
#include "study/run_key.hpp"

namespace cadis {

/// The finished runs of a study, or of a shard of it, in one SQLite file: a study of a million runs
/// is one file. What was put is there for good once commit() has returned, whatever becomes of this
/// process; what was not is as if it had never run.
///
/// Beside the results stands the plan: which runs the study has now, in what order, and what its
/// tables say of each. Results that no plan names any more stay, for the day they are asked for.
class ResultStore {
 public:
  enum class Mode { create, open };
  /// Creates a store, or opens one that is there. ConfigError where it is none, or damaged, which
  /// anything that reads may find later, too, naming the file and the remedy; StorageError where
  /// the file cannot be opened; BusyError where another process is at work in it.
  ResultStore(const std::filesystem::path& file, Mode mode);
  ~ResultStore();
  ResultStore(const ResultStore&) = delete;
  ResultStore& operator=(const ResultStore&) = delete;

  using Bytes = std::vector<std::uint8_t>;
  struct Result {
    Bytes summary;
    double wall_s;
  };
  struct Failure {
    std::string reason, log;
  };

  [[nodiscard]] std::optional<Result> find(const RunKey& key) const;
  [[nodiscard]] std::optional<Failure> failure(const RunKey& key) const;
  void put(const RunKey& key, const Result& result);  ///< and forgets that it failed
  /// What happened on each day of a run, where it was kept.
  [[nodiscard]] std::optional<Bytes> days(const RunKey& key) const;
  void put_days(const RunKey& key, const Bytes& days);
  void put_failure(const RunKey& key, const Failure& failure);

  /// Named texts, such as the study's columns.
  [[nodiscard]] std::optional<std::string> text(const std::string& name) const;
  void set_text(const std::string& name, const std::string& text);

  struct Planned {
    std::int64_t order;
    RunKey key;
    Bytes info;
    std::optional<Bytes> summary;  ///< of a run that is finished
  };
  void clear_plan();
  void plan(std::int64_t order, const RunKey& key, const Bytes& info);
  /// Each run of the plan with from <= order < to, in order.
  void for_each_planned(std::int64_t from, std::int64_t to,
                        const std::function<void(const Planned&)>& call) const;
  [[nodiscard]] std::optional<Planned> planned(std::int64_t order) const;

  /// What `read` answers; ConfigError naming this file, `what` and the remedy where it finds that
  /// damaged.
  template <class Read>
  auto checked(const std::string& what, const Read& read) const try {
    return read();
  } catch (const DamagedError& error) {
    throw damaged(what + " " + error.what());
  }

  /// Takes over plan, results and failures of another store.
  void take_over(const std::filesystem::path& other);

  /// StorageError where the disk is full or fails, as from all that writes; what was committed
  /// before stays.
  void commit();

 private:
  [[nodiscard]] ConfigError damaged(const std::string& what) const;
  void take_over_attached();

  struct Internals;
  std::unique_ptr<Internals> internals_;
};

}  // namespace cadis
