#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "model/policy.hpp"

/// Good documents for tests to read, or to break one line of.
namespace cadis::sample {

inline const std::string platform = R"(cadis: 1
devices:
  big:
    kind: gpu
    idle_w: 20
    idle_resident_w: 50
    off_w: 1
    busy_w: 200
    memory_gb: 24
    embodied_kgco2e: 100
    lifetime_years: 3
    pstates:
      - {speed: 1, idle_w: 20, busy_w: 200}
      - {speed: 0.5, idle_w: 20, busy_w: 90}
    source: "made up"
  little: {kind: cpu, idle_w: 5, busy_w: 40, source: "made up"}
)";

inline const std::string family = R"(cadis: 1
family: pair
task: nothing in particular
variants:
  small: {accuracy_pct: 70, weights_gb: 0.5, source: "made up"}
  large: {accuracy_pct: 80, weights_gb: 2, source: "made up"}
profiles:
  - {variant: small, device: big, batch: 1, service_ms: 1, source: "made up"}
  - {variant: small, device: big, batch: 5, service_ms: 3, source: "made up"}
  - {variant: large, device: big, batch: 1, service_ms: 4, busy_w: 150, source: "made up"}
  - {variant: large, device: big, batch: 4, service_ms: 10, busy_w: 180, source: "made up"}
  - {variant: small, device: little, batch: 1, service_ms: 9, source: "made up"}
  - {variant: large, device: little, batch: 1, service_ms: 30, source: "made up"}
switching:
  - {variant: small, device: big, load_time_s: 0.1, load_power_w: 60, source: "made up"}
  - {variant: large, device: big, load_time_s: 0.4, load_power_w: 70, source: "made up"}
)";

inline const std::string scenario = R"(cadis: 1
name: night
start: 2023-06-01T00:00:00Z
duration: 2 h
epoch: 30 min
seed: 7
fidelity: event
carbon: {constant_g_per_kwh: 100}
pue: 1.2
platform: devices.yaml
fleet:
  - {device: big, count: 2, pstate: 1}
  - {device: big, idle: resident, resident: all}
family: pair.yaml
pool: [large, small]
arrivals: {process: poisson, rate_rps: 20}
batching: {max_batch: 4, max_wait: 10 ms}
slo: {latency: 100 ms}
deadline: 2 s
queue_limit: 1000
policy: {name: heuristic, range: running, window: 6 h, label: mine}
)";

/// A file as it lies there: read_text() refuses what is packed.
inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Stand-ins for the shipped policies: a reader needs their parameters only.
inline std::vector<PolicyInfo> policies() {
  using Kind = ParamInfo::Kind;
  return {{"heuristic",
           "",
           {{"range",
             Kind::choice,
             {"trailing", "running", "forecast", "hindsight"},
             "",
             false,
             "forecast"},
            {"window", Kind::duration, {}, "", false}},
           {}},
          {"static", "", {{"variant", Kind::variant, {}, "", true}}, {}},
          {"blind", "", {{"shares", Kind::shares, {}, "", true}}, {}},
          {"oracle", "", {{"accuracy_pct", Kind::percent, {}, "", true}}, {}}};
}

/// A folder with the three documents as devices.yaml, pair.yaml and scenario.yaml, removed with it.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "cadis-XXXXXX").string();
    path_ = mkdtemp(name.data());
    write("devices.yaml", platform);
    write("pair.yaml", family);
    write("scenario.yaml", scenario);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace cadis::sample
