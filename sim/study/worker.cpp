#include "study/worker.hpp"

#include "engine/simulation.hpp"
#include "report/request_file.hpp"
#include "study/result_codec.hpp"

namespace cadis {
namespace {

RunResult run_with_requests(const Scenario& scenario, std::span<const PolicyInfo> policies,
                            const Worker::Requests& requests) {
  const BuiltPolicy built = build_policy(scenario, policies);
  RequestFile file(requests.file, requests.name, requests.is_compressed, scenario);
  RunResult result = simulate(scenario, built, &file);
  file.close();
  return result;
}

}  // namespace

Worker::Worker(const Scenario& scenario, std::span<const PolicyInfo> policies,
               const std::optional<Requests>& requests)
    : child_([&] {
        return encode_result(requests ? run_with_requests(scenario, policies, *requests)
                                      : run_here(scenario, policies));
      }) {}

RunResult Worker::finish() { return decode_result(child_.finish()); }

RunResult run_here(const Scenario& scenario, std::span<const PolicyInfo> policies) {
  return simulate(scenario, build_policy(scenario, policies));
}

}  // namespace cadis
