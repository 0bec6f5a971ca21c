// What a run costs: CPU time and peak memory, each run in a process of its own.
//   cmake --build --preset release --target bench && build/release/tests/bench/bench --help
// experiments/performance/run.sh does that, sets the peers beside it, and makes tables and plots.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/program_options.hpp>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>

#include "bench/bare_loop.hpp"
#include "engine/hand_built.hpp"
#include "engine/simulation.hpp"
#include "policies/registry.hpp"

namespace {

using namespace cadis;

/// One configuration of a study; a service takes 1 ms, the load is 70 %.
struct Case {
  std::string study, series;
  std::size_t hosts = 1;
  int max_batch = 1;
  double epochs = 10;
  double requests = 1e6;
};

constexpr double load = 0.7;
constexpr double smallest_scale = 1e4;

test::HandBuilt scenario_of(const Case& one) {
  test::HandBuilt built;
  built.fidelity = one.series == "event" ? Fidelity::event : Fidelity::queue;
  built.hosts = one.hosts;
  built.max_batch = one.max_batch;
  double rate_rps = load * static_cast<double>(one.hosts) / 1e-3;
  if (one.max_batch > 1) {  // full batches take b (1 + 0.2 (b - 1)) / b ms; wait 5 ms for them
    built.batch_cost = 0.2;
    built.max_wait_s = 5e-3;
    rate_rps *= one.max_batch / (1 + built.batch_cost * (one.max_batch - 1));
  }
  built.arrivals = PoissonArrivals{rate_rps};
  built.duration_s = one.requests / rate_rps;
  built.epoch_s = built.duration_s / one.epochs;
  return built;
}

/// 134 million requests in a year: 4.25 a second, so a service takes longer here, at the same load.
test::HandBuilt year_of(const Case& one) {
  test::HandBuilt built = scenario_of(one);
  built.duration_s = 365 * 86400.0;
  built.epoch_s = 300;
  const double rate_rps = one.requests / built.duration_s;
  built.arrivals = PoissonArrivals{rate_rps};
  built.service_s = {load * static_cast<double>(one.hosts) / rate_rps};
  return built;
}

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// CPU seconds of the run alone: a scenario's reading and a process's start are not in it.
double run(const Case& one) {
  if (one.series.find("-plain") != std::string::npos) setenv("CADIS_VECTOR", "plain", 1);
  if (one.series.rfind("bare", 0) == 0) {
    const double begin = cpu_seconds();
    const double mean_s = bench::bare_loop(one.requests, one.hosts, load);
    if (!(mean_s > 0)) throw std::runtime_error("no latency");
    return cpu_seconds() - begin;
  }
  const Scenario scenario = (one.study == "year" ? year_of(one) : scenario_of(one)).build();
  const double begin = cpu_seconds();
  const auto policy = build_policy(scenario, policies::registry());
  const RunResult result = simulate(scenario, policy);
  const double time_s = cpu_seconds() - begin;
  double arrivals = 0;
  for (const auto& epoch : result.epochs) arrivals += epoch.arrivals;
  if (std::abs(arrivals / one.requests - 1) > 6 / std::sqrt(one.requests)) {
    throw std::runtime_error(fmt::format("{} requests, expected {}", arrivals, one.requests));
  }
  return time_s;
}

struct Cost {
  double cpu_s, peak_mib;
};

Cost measure(const Case& one) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    try {
      const double time_s = run(one);
      _exit(write(ends[1], &time_s, sizeof time_s) == sizeof time_s ? 0 : 1);
    } catch (const std::exception& error) {
      std::cerr << error.what() << "\n";
      _exit(1);
    }
  }
  close(ends[1]);
  Cost cost{0, 0};
  const bool is_read = read(ends[0], &cost.cpu_s, sizeof cost.cpu_s) == sizeof cost.cpu_s;
  close(ends[0]);
  rusage usage{};
  wait4(child, nullptr, 0, &usage);
  if (!is_read) throw std::runtime_error(one.study + " " + one.series + ": a run failed");
  cost.peak_mib = static_cast<double>(usage.ru_maxrss) / 1024;
  return cost;
}

/// `scale` divides the requests and epochs of every case.
std::vector<Case> cases(double scale) {
  std::vector<Case> all;
  for (const std::size_t hosts : {1, 64}) {
    all.push_back({"compare", "event", hosts, 1, 10, 1e6});
    for (const char* series : {"queue", "queue-plain", "bare", "bare-plain"}) {
      all.push_back({"compare", series, hosts, 1, 10, 5e7});
    }
  }
  all.push_back({"compare", "event", 1, 8, 10, 1e6});
  all.push_back({"compare", "queue", 1, 8, 10, 5e7});
  all.push_back({"compare", "queue-plain", 1, 8, 10, 5e7});
  for (const double requests : {1e4, 1e5, 1e6, 1e7, 1e8}) {
    all.push_back({"requests", "queue", 1, 1, 10, requests});
    if (requests <= 1e6) all.push_back({"requests", "event", 1, 1, 10, requests});
  }
  for (const std::size_t hosts : {1, 2, 4, 16, 64, 256, 1000}) {
    all.push_back({"hosts", "queue", hosts, 1, 10, 2e7});
    all.push_back({"hosts", "event", hosts, 1, 10, 5e5});
  }
  for (const int batch : {1, 2, 4, 8, 16, 32}) {
    all.push_back({"batch", "queue", 1, batch, 10, 2e7});
    all.push_back({"batch", "event", 1, batch, 10, 5e5});
  }
  for (const double hosts : {1, 4, 16, 64, 256, 1000}) {  // a request an epoch and host
    const double epochs = std::max(1000.0, std::floor(64000 / hosts));
    all.push_back(
        {"epoch_hosts", "queue", static_cast<std::size_t>(hosts), 1, epochs, epochs * hosts});
  }
  for (const double epochs : {1e2, 1e3, 1e4}) {
    all.push_back({"epochs", "queue", 64, 1, epochs, 64 * epochs});
  }
  if (scale < smallest_scale) all.push_back({"year", "queue", 64, 1, 105120, 134e6});
  all.push_back({"memory", "queue", 1, 1, 10, 1e6});
  all.push_back({"memory", "queue", 1, 1, 10, 1e9});
  for (Case& one : all) {
    if (one.study == "year") continue;
    one.requests = std::max(scale < smallest_scale ? 1e4 : 100, one.requests / scale);
    if (one.epochs > 10) one.epochs = std::max(10.0, std::floor(one.epochs / scale));
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) try {
  namespace po = boost::program_options;
  po::options_description options("options");
  options.add_options()("help", "this")("out", po::value<std::string>(), "CSV file (stdout)")(
      "quick", "a twentieth of the requests, once each")(
      "smallest", "a handful of requests, once each, to see that all works")(
      "study", po::value<std::string>(), "this study alone")(
      "one", po::value<std::vector<std::string>>()->multitoken(),
      "SERIES HOSTS BATCH REQUESTS: one run in this process; prints CPU seconds");
  po::variables_map values;
  po::store(po::parse_command_line(argc, argv, options), values);
  if (values.count("help") > 0) {
    std::cout << "bench measures the cost of runs; see experiments/performance.\n" << options;
    return 0;
  }
  if (values.count("one") > 0) {
    const auto words = values["one"].as<std::vector<std::string>>();
    if (words.size() != 4) throw std::runtime_error("--one takes SERIES HOSTS BATCH REQUESTS");
    std::cout << run({"one", words[0], std::stoul(words[1]), std::stoi(words[2]), 10,
                      std::stod(words[3])})
              << "\n";
    return 0;
  }
  const bool is_smallest = values.count("smallest") > 0;
  const bool is_quick = values.count("quick") > 0 || is_smallest;
  const double scale = is_smallest ? smallest_scale : is_quick ? 20 : 1;
  std::ofstream file;
  if (values.count("out") > 0) file.open(values["out"].as<std::string>());
  std::ostream& out = values.count("out") > 0 ? file : std::cout;
  out << "study,series,hosts,max_batch,epochs,requests,cpu_s,peak_mib\n";
  for (int repeat = 0; repeat < (is_quick ? 1 : 5); ++repeat) {
    for (const Case& one : cases(scale)) {
      if (values.count("study") > 0 && one.study != values["study"].as<std::string>()) continue;
      if (repeat > 0 && one.requests > 5e8) continue;
      const Cost cost = measure(one);
      out << fmt::format("{},{},{},{},{},{},{:.6g},{:.1f}\n", one.study, one.series, one.hosts,
                         one.max_batch, one.epochs, one.requests, cost.cpu_s, cost.peak_mib)
          << std::flush;
    }
  }
  return out ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << "bench: " << error.what() << "\n";
  return 1;
}
