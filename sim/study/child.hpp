#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/units.hpp"
#include "report/manifest.hpp"

namespace cadis {

/// A job in a forked process that can be polled, so that several go side by side. SimGrid allows
/// one engine per process, so every run is one.
class Child {
 public:
  using Bytes = std::vector<std::uint8_t>;
  struct Limits {
    std::optional<Seconds> time;          ///< elapsed; then it is killed
    std::optional<std::uint64_t> memory;  ///< bytes of address space beyond what it starts with
    bool keeps_log = false;               ///< what it writes to stderr goes to log()
  };

  /// Forks at once; the child does the job, sends what it returns, and leaves without returning.
  explicit Child(const std::function<Bytes()>& job) : Child(job, Limits{}) {}
  Child(const std::function<Bytes()>& job, const Limits& limits);
  ~Child();  ///< ends a child that still runs
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] int pipe() const { return pipe_; }  ///< to poll for reading
  /// Takes what the child has sent so far; false once there will be no more.
  bool read_some();
  /// Seconds until its time is over; infinity without a limit.
  [[nodiscard]] double time_left_s() const;
  void kill_overdue();  ///< finish() then says so

  /// Waits for the end. Throws what the job threw (PolicyError, ConfigError, StorageError, or
  /// RunError for anything else), RunError naming the limit it exceeded, the signal after a
  /// crash, or the exit code; Interrupted where this process or the child was stopped by SIGINT,
  /// SIGTERM or SIGHUP.
  Bytes finish();
  [[nodiscard]] const RunCost& cost() const { return cost_; }  ///< once it is finished
  /// The end of what it wrote to stderr (at most 16 KiB); empty where it keeps no log.
  [[nodiscard]] std::string log() const;

 private:
  Limits limits_;
  pid_t child_ = -1;
  int pipe_ = -1, log_ = -1;
  bool is_overdue_ = false;
  Bytes received_;
  double started_s_ = 0;
  RunCost cost_;
};

}  // namespace cadis
