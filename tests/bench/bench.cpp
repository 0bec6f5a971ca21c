// Cost of a run by fidelity: CPU time per request (or per epoch) and peak memory, each in a process
// of its own.
//   cmake --build --preset release --target bench && build/release/tests/bench/bench
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "engine/hand_built.hpp"
#include "engine/simulation.hpp"
#include "policies/registry.hpp"

namespace {

using namespace cadis;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// Three runs; the median is printed, with the least and the most.
void report(const std::string& title, const test::HandBuilt& built) {
  std::vector<double> per_request_ns;
  std::vector<double> total_s;
  long peak_kib = 0;
  double requests = 0;
  for (int repeat = 0; repeat < 3; ++repeat) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    std::fflush(stdout);  // or the child prints it again
    const pid_t child = fork();
    if (child == 0) {
      const Scenario scenario = built.build();
      const double begin = cpu_seconds();
      auto policy = build_policy(scenario, policies::registry());
      const RunResult result = simulate(scenario, *policy.policy);
      double out[2] = {cpu_seconds() - begin, 0};
      for (const auto& epoch : result.epochs) out[1] += epoch.arrivals;
      _exit(write(ends[1], out, sizeof out) == static_cast<ssize_t>(sizeof out) ? 0 : 1);
    }
    close(ends[1]);
    double in[2] = {0, 0};
    if (read(ends[0], in, sizeof in) != static_cast<ssize_t>(sizeof in))
      throw std::runtime_error("a run failed");
    close(ends[0]);
    rusage usage{};
    wait4(child, nullptr, 0, &usage);
    total_s.push_back(in[0]);
    requests = in[1];
    per_request_ns.push_back(in[0] * 1e9 / requests);
    peak_kib = std::max(peak_kib, usage.ru_maxrss);
  }
  std::sort(per_request_ns.begin(), per_request_ns.end());
  std::sort(total_s.begin(), total_s.end());
  std::puts(fmt::format("{:44} {:>12.0f} requests {:>9.1f} ns/request ({:.1f} to {:.1f}) {:>8.3f} "
                        "s CPU {:>7.1f} MiB peak",
                        title, requests, per_request_ns[1], per_request_ns[0], per_request_ns[2],
                        total_s[1], static_cast<double>(peak_kib) / 1024)
                .c_str());
}

}  // namespace

int main() {
  for (const Fidelity fidelity : {Fidelity::event, Fidelity::queue}) {
    const double requests = fidelity == Fidelity::event ? 1e6 : 1e7;
    for (const std::size_t hosts : {std::size_t{1}, std::size_t{64}}) {
      test::HandBuilt built;
      built.fidelity = fidelity;
      built.hosts = hosts;
      built.arrivals = PoissonArrivals{700.0 * static_cast<double>(hosts)};
      built.duration_s = requests / (700.0 * static_cast<double>(hosts));
      built.epoch_s = built.duration_s / 10;
      report(fmt::format("{}, M/D/{}, 70 % load", to_string(fidelity), hosts), built);
    }
    test::HandBuilt batched;
    batched.fidelity = fidelity;
    batched.max_batch = 8;
    batched.max_wait_s = 5e-3;
    batched.batch_cost = 0.2;
    batched.arrivals = PoissonArrivals{2000};
    batched.duration_s = requests / 2000;
    report(fmt::format("{}, batches of up to 8, 5 ms wait, 1 host", to_string(fidelity)), batched);
  }

  test::HandBuilt year;
  year.fidelity = Fidelity::fluid;
  year.accuracy_pct = {70, 75, 80};
  year.service_s = {1e-4, 3e-4, 9e-4};
  year.busy_w = {200, 200, 200};
  year.duration_s = 365 * 86400.0;
  year.epoch_s = 1800;
  year.g_per_kwh.clear();
  for (int i = 0; i < 17520; ++i) year.g_per_kwh.push_back(100 + i % 97);
  year.policy = {"heuristic", "heuristic", {}};
  report("fluid, one year of half-hours, heuristic", year);
}
