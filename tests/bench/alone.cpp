// Runs each cell of a study in a process forked from this one, which has read it, and keeps
// nothing: what no study can save. Prints the CPU seconds of these processes and of starting them.
// experiments/performance/studies.py sets it beside the study.
#include <sys/resource.h>

#include <iostream>
#include <stdexcept>

#include "policies/registry.hpp"
#include "study/cell.hpp"
#include "study/child.hpp"
#include "study/worker.hpp"

namespace {

using namespace cadis;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// Of this process and the children it has waited for.
double cpu_seconds() {
  double sum_s = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    sum_s += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  return sum_s;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) throw std::runtime_error("usage: bench_alone STUDY.yaml");
  const auto policies = policies::registry();
  const Grid grid = expand(read_study(argv[1]), policies);
  double sum_s = 0;
  for (const Run& run : grid.runs) {
    const Scenario scenario = resolve(make_cell(grid, run), nullptr, policies);
    const double begin_s = cpu_seconds();
    Child([&] {
      run_here(scenario, policies);
      return Child::Bytes{};
    }).finish();
    sum_s += cpu_seconds() - begin_s;
  }
  std::cout << sum_s << "\n";
  return 0;
} catch (const std::exception& error) {
  std::cerr << "bench_alone: " << error.what() << "\n";
  return 1;
}
