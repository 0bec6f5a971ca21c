#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "model/policy.hpp"
#include "model/records.hpp"
#include "model/scenario.hpp"
#include "report/manifest.hpp"

namespace cadis {

/// One run in a child process that can be polled, so that several go side by side; run_isolated()
/// is the one that waits.
class Worker {
 public:
  /// Where the child writes the run's requests (RequestFile).
  struct Requests {
    std::filesystem::path file;
    bool is_compressed;
  };
  /// Forks at once; the child builds the policy, simulates, and leaves without returning.
  Worker(const Scenario& scenario, std::span<const PolicyInfo> policies,
         const std::optional<Requests>& requests = {});
  ~Worker();  ///< ends a child that still runs
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  [[nodiscard]] int pipe() const { return pipe_; }  ///< to poll for reading
  /// Takes what the child has written so far; false once there will be no more.
  bool read_some();
  /// Waits for the end. Throws what the child threw (PolicyError, ConfigError or
  /// std::runtime_error), std::runtime_error naming the signal after a crash, Interrupted where
  /// this process or the child was stopped by SIGINT, SIGTERM or SIGHUP.
  RunResult finish();
  [[nodiscard]] const RunCost& cost() const { return cost_; }

 private:
  pid_t child_ = -1;
  int pipe_ = -1;
  std::vector<std::uint8_t> received_;
  double started_s_ = 0;
  RunCost cost_;
};

}  // namespace cadis
