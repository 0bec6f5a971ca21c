#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "model/policy.hpp"
#include "model/records.hpp"
#include "model/scenario.hpp"
#include "study/child.hpp"

namespace cadis {

/// One run in a process of its own; run_isolated() is the one that waits.
class Worker {
 public:
  /// Where the child writes the run's requests (RequestFile).
  struct Requests {
    std::filesystem::path file;
    std::string name;  ///< as the user calls it
    bool is_compressed;
  };
  /// The child builds the policy and simulates.
  Worker(const Scenario& scenario, std::span<const PolicyInfo> policies,
         const std::optional<Requests>& requests = {});

  /// As Child::finish().
  RunResult finish();
  [[nodiscard]] const RunCost& cost() const { return child_.cost(); }

 private:
  Child child_;
};

/// Builds the scenario's policy and simulates, in this process: once in it.
RunResult run_here(const Scenario& scenario, std::span<const PolicyInfo> policies);

}  // namespace cadis
