#pragma once

#include <doctest/doctest.h>

#include <regex>
#include <string>
#include <vector>

/// What can be wrong with a good document, one thing at a time: for the readers' tests and the
/// program's.
namespace cadis::sample {

/// One change of a good document, and the key its message must name.
struct Break {
  std::string from, to, key;
};

inline std::string broken(std::string text, const Break& change) {
  const auto at = text.find(change.from);
  REQUIRE_MESSAGE(at != std::string::npos, change.from);
  return text.replace(at, change.from.size(), change.to);
}

/// Whether a message names a line of the file and the key: `name:14:12: key: ...`.
inline bool is_reported(const std::string& message, const std::string& name,
                        const std::string& key) {
  const auto escaped = std::regex_replace(key, std::regex(R"([\[\].()])"), R"(\$&)");
  return std::regex_search(
      message, std::regex(name + R"(:[1-9]\d*(:\d+)?: )" + escaped + (key.empty() ? "" : ": ")));
}

inline const std::vector<Break> broken_scenarios = {
    {"cadis: 1", "cadis: 2", "cadis"},
    {"cadis: 1\n", "", "cadis"},
    {"name: night", "name: a night", "name"},
    {"name: night", "name:", "name"},
    {"name: night", "name: ..", "name"},
    {"name: night", "nmae: night", "nmae"},
    {"seed: 7", "seed: 7\nseed: 8", "seed"},
    {"00:00:00Z", "00:00:00", "start"},
    {"2023-06-01", "2023-06-31", "start"},
    {"duration: 2 h", "duration: 2", "duration"},
    {"duration: 2 h", "duration: 0 h", "duration"},
    {"duration: 2 h", "duration: -1 h", "duration"},
    {"duration: 2 h", "duration: 1e300 d", "duration"},
    {"deadline: 2 s", "deadline: 1e308 d", "deadline"},
    {"max_wait: 10 ms", "max_wait: 1e308 d", "batching.max_wait"},
    {"duration: 2 h\n", "", "duration"},
    {"epoch: 30 min", "epoch: 0 s", "epoch"},
    {"epoch: 30 min", "epoch: 1e-4 ms", "epoch"},
    {"epoch: 30 min", "epoch: 30 m", "epoch"},
    {"seed: 7", "seed: -1", "seed"},
    {"seed: 7", "seed: 1.5", "seed"},
    {"fidelity: event", "fidelity: evnt", "fidelity"},
    {"fidelity: event", "fidelity: fluid", "fleet"},
    {"constant_g_per_kwh: 100", "constant_g_per_kwh: -1", "carbon.constant_g_per_kwh"},
    {"constant_g_per_kwh: 100", "constant_g_per_kwh: .inf", "carbon.constant_g_per_kwh"},
    {"constant_g_per_kwh: 100", "constant_g_per_kwh: 100, file: x.csv", "carbon"},
    {"constant_g_per_kwh: 100", "", "carbon"},
    {"constant_g_per_kwh: 100", "climatology: GB-1066", "carbon.climatology"},
    {"constant_g_per_kwh: 100", "climatology: GB-2023, step: 7 min", "carbon.step"},
    {"constant_g_per_kwh: 100", "constant_g_per_kwh: 100, seed: 1", "carbon.seed"},
    {"constant_g_per_kwh: 100", "file: none.csv", "carbon.file"},
    {"pue: 1.2", "pue: 0.9", "pue"},
    {"pue: 1.2", "pue: .nan", "pue"},
    {"platform: devices.yaml", "platform: devcies.yaml", "platform"},
    {"family: pair.yaml", "family: resnet-imagenett", "family"},
    {"device: big, count", "device: bigg, count", "fleet[0].device"},
    {"count: 2", "count: 0", "fleet[0].count"},
    {"pstate: 1", "pstate: 7", "fleet[0].pstate"},
    {"idle: resident,", "idle: hot,", "fleet[1].idle"},
    {"device: big, idle: resident, resident: all", "device: little, idle: resident",
     "fleet[1].idle"},
    {"device: big, idle: resident, resident: all", "device: little, resident: all",
     "fleet[1].resident"},
    {"device: big, idle: resident, resident: all", "device: little", "batching.max_batch"},
    {"resident: all", "resident: [smal]", "fleet[1].resident[0]"},
    {"resident: all", "residnet: all", "fleet[1].residnet"},
    {"resident: all", "resident: some", "fleet[1].resident"},
    {"pool: [large, small]", "pool: [large, tiny]", "pool[1]"},
    {"pool: [large, small]", "pool: [large, large]", "pool[1]"},
    {"pool: [large, small]", "pool: []", "pool"},
    {"process: poisson", "process: poison", "arrivals.process"},
    {"rate_rps: 20", "rate_rps: 0", "arrivals.rate_rps"},
    {"rate_rps: 20", "rate_rps: twenty", "arrivals.rate_rps"},
    {"rate_rps: 20", "rate_rps: 20, states: []", "arrivals.states"},
    {"poisson, rate_rps: 20", "mmpp, states: [{rate_rps: 0, mean_dwell: 1 s}]", "arrivals.states"},
    {"poisson, rate_rps: 20", "mmpp, states: [{rate_rps: 1, mean_dwell: 0 s}]",
     "arrivals.states[0].mean_dwell"},
    {"poisson, rate_rps: 20", "diurnal, rate_rps: 20, profile: nassa", "arrivals.profile"},
    {"poisson, rate_rps: 20", "trace, file: none.csv", "arrivals.file"},
    {"max_batch: 4", "max_batch: 0", "batching.max_batch"},
    {"max_batch: 4", "max_batch: 6", "batching.max_batch"},
    {"max_wait: 10 ms", "max_wait: 10", "batching.max_wait"},
    {"max_wait: 10 ms", "max_wait: 3 s", "deadline"},
    {"{latency: 100 ms}", "{}", "slo.latency"},
    {"{latency: 100 ms}", "100 ms", "slo"},
    {"deadline: 2 s", "deadline: 0 s", "deadline"},
    {"queue_limit: 1000", "queue_limit: 0", "queue_limit"},
    {"queue_limit: 1000", "queue_limit: 3", "queue_limit"},
    {"queue_limit: 1000", "jitter: {service_pct: 5}", "jitter.seed"},
    {"queue_limit: 1000", "jitter: {seed: -1}", "jitter.seed"},
    {"queue_limit: 1000", "jitter: {seed: 1.5}", "jitter.seed"},
    {"queue_limit: 1000", "jitter: {seed: 1, seed: 2}", "jitter.seed"},
    {"queue_limit: 1000", "jitter: {seed: 1, service_pct: -1}", "jitter.service_pct"},
    {"queue_limit: 1000", "jitter: {seed: 1, power_pct: 101}", "jitter.power_pct"},
    {"queue_limit: 1000", "jitter: {seed: 1, accuracy_pct: .nan}", "jitter.accuracy_pct"},
    {"queue_limit: 1000", "jitter: {seed: 1, carbon_pct: 3 %}", "jitter.carbon_pct"},
    {"queue_limit: 1000", "jitter: {seed: 1, service_ms: 3}", "jitter.service_ms"},
    {"queue_limit: 1000", "jitter: 5", "jitter"},
    {"queue_limit: 1000", "jitter:", "jitter"},
    {"name: heuristic", "name: heuristc", "policy.name"},
    {"name: heuristic, ", "", "policy.name"},
    {"range: running", "range: future", "policy.range"},
    {"window: 6 h", "window: 6", "policy.window"},
    {"window: 6 h", "windows: 6 h", "policy.windows"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}", "{name: static, variant: huge}",
     "policy.variant"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}", "{name: static}", "policy"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}",
     "{name: blind, match: heuristic}", "policy.match"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}",
     "{name: blind, shares: {small: 0.4, large: 0.5}}", "policy.shares"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}",
     "{name: blind, shares: {small: -1, large: 2}}", "policy.shares.small"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}",
     "{name: oracle, accuracy_pct: 101}", "policy.accuracy_pct"},
};

inline const std::vector<Break> broken_platforms = {
    {"kind: gpu", "kind: tpu", "devices.big.kind"},
    {"idle_w: 20\n", "idle_w: -1\n", "devices.big.idle_w"},
    {"    idle_w: 20\n", "", "devices.big.idle_w"},
    {"busy_w: 200\n", "busy_w: 10\n", "devices.big.busy_w"},
    {"busy_w: 200\n", "busy_w: 210\n", "devices.big.pstates[0]"},
    {"memory_gb: 24", "memory_gb: 0", "devices.big.memory_gb"},
    {"    lifetime_years: 3\n", "", "devices.big.lifetime_years"},
    {"speed: 0.5", "speed: 1.5", "devices.big.pstates[1].speed"},
    {"speed: 0.5", "sped: 0.5", "devices.big.pstates[1].sped"},
    {"source: \"made up\"\n", "source: \"\"\n", "devices.big.source"},
    {"  little: {", "  big: {", "devices.big"},
    {"idle_resident_w: 50", "idle_resident_w: 500", "devices.big.idle_resident_w"},
    {"off_w: 1", "off_w: warm", "devices.big.off_w"},
};

inline const std::vector<Break> broken_families = {
    {"family: pair\n", "", "family"},
    {"service_ms: 9,", "service_ms: 1e-322,", "profiles[4].service_ms"},
    {"accuracy_pct: 70", "accuracy_pct: 170", "variants.small.accuracy_pct"},
    {"accuracy_pct: 70, ", "", "variants.small.accuracy_pct"},
    {"  large: {acc", "  small: {acc", "variants.small"},
    {"variant: small, device: big, batch: 1", "variant: smal, device: big, batch: 1",
     "profiles[0].variant"},
    {"batch: 5", "batch: 0", "profiles[1].batch"},
    {"batch: 5", "batch: 1", "profiles[1].batch"},
    {"batch: 5", "batch: 2.5", "profiles[1].batch"},
    {"service_ms: 3,", "service_ms: 0,", "profiles[1].service_ms"},
    {"busy_w: 150", "busy_w: -150", "profiles[2].busy_w"},
    {"busy_w: 150", "bussy_w: 150", "profiles[2].bussy_w"},
    {"service_ms: 1, source: \"made up\"", "service_ms: 1", "profiles[0].source"},
    {"load_time_s: 0.1", "load_time_s: -0.1", "switching[0].load_time_s"},
    {"large, device: big, load", "small, device: big, load", "switching[1].variant"},
    {"switching:", "swithcing:", "swithcing"},
};

/// Half-hourly over the sample scenario's two hours.
inline const std::string carbon_trace =
    "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,100\n2023-06-01T00:30:00Z,110\n2023-06-01T01:00:"
    "00Z,120\n2023-06-01T01:30:00Z,130\n";

/// The message must begin with the file's name and `key`, which here holds the line and the
/// column's title.
inline const std::vector<Break> broken_carbon_traces = {
    {"00:30:00Z", "00:30:00", ":3: timestamp_utc: "},
    {"00:30:00Z", "00:30:00+01:00", ":3: timestamp_utc: "},
    {"00:30:00Z", "00:60:00Z", ":3: timestamp_utc: "},
    {"2023-06-01T00:30", "2023-06-31T00:30", ":3: timestamp_utc: "},
    {"2023-06-01T00:30:00Z", "", ":3: timestamp_utc: "},
    {"2023-06-01T00:30:00Z,110\n", "", ":3: timestamp_utc: "},  // a gap
    {"00:30:00Z,110\n", "00:30:00Z,110\n2023-06-01T00:30:00Z,110\n",
     ":4: timestamp_utc: "},  // a duplicate
    {"00:30:00Z,110\n2023-06-01T01:00:00Z", "01:00:00Z,110\n2023-06-01T00:30:00Z",
     ":4: timestamp_utc: "},  // out of order
    {"01:30:00Z", "01:29:59Z", ":5: timestamp_utc: "},
    {"110", "-1", ":3: g_per_kwh: "},
    {"110", "nan", ":3: g_per_kwh: "},
    {"110", "inf", ":3: g_per_kwh: "},
    {"110", "1e999", ":3: g_per_kwh: "},
    {"110", "0x10", ":3: g_per_kwh: "},
    {"110", "", ":3: g_per_kwh: "},
    {"110", " 110", ":3: g_per_kwh: "},
    {"110", "1,1", ":3: expected 2 fields"},
    {",110", "", ":3: expected 2 fields"},
    {"110\n", "110\n\n", ":4: expected 2 fields"},
    {"110", "\"110\"x", ":3: expected a comma"},
    {"110", "1\"10", ":3: a quote"},
    {"110", "\"110", ":3: a quote"},
    {"110", std::string("1\0", 2), ":3: holds a NUL"},
    {"g_per_kwh", "g_per_kw", ":1: "},
    {"timestamp_utc", "time", ":1: "},
    {"timestamp_utc,g_per_kwh\n", "", ":1: "},
    {carbon_trace,
     "timestamp_utc,g_per_kwh,note\n2023-06-01T00:00:00Z,1,a\n2023-06-01T01:00:00Z,1,b\n", ":1: "},
    {carbon_trace, "", ": is empty"},
    {carbon_trace, "timestamp_utc,g_per_kwh\n", ": expected at least two rows"},
    {carbon_trace, "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,1\n",
     ": expected at least two rows"},
};

/// Requests in each half-hour.
inline const std::string count_trace =
    "timestamp_utc,requests\n2023-06-01T00:00:00Z,5\n2023-06-01T00:30:00Z,7\n2023-06-01T01:00:00Z,"
    "0\n2023-06-01T01:30:00Z,9\n";
inline const std::vector<Break> broken_count_traces = {
    {"7", "7.5", ":3: requests: "},
    {"7", "-7", ":3: requests: "},
    {"7", "nan", ":3: requests: "},
    {"7", "1e300", ":3: requests: "},
    {"00:30:00Z", "00:31:00Z", ":3: timestamp_utc: "},
    {",requests", ",request", ":1: "},
};

/// One request a row.
inline const std::string timestamp_trace =
    "timestamp_utc\n2023-06-01T00:00:00.5Z\n2023-06-01T00:30:00Z\n2023-06-01T00:30:00Z\n";
inline const std::vector<Break> broken_timestamp_traces = {
    {"00:30:00Z\n", "00:00:00Z\n", ":3: timestamp_utc: "},
    {"00:30:00Z\n", "00:30:00\n", ":3: timestamp_utc: "},
    {"00:30:00Z\n", "soon\n", ":3: timestamp_utc: "},
};

inline const std::string study = R"(cadis: 1
study: small
base: small.yaml
axes:
  policy: [{name: static-small}, {name: blind, match: static-small}]
  pue: [1, 1.5]
seeds: [1, 2]
)";
inline const std::vector<Break> broken_studies = {
    {"cadis: 1", "cadis: 2", "cadis"},
    {"cadis: 1\n", "", "cadis"},
    {"study: small", "study: a/b", "study"},
    {"study: small", "study: ..", "study"},
    {"study: small", "study:", "study"},
    {"study: small", "study: [small]", "study"},
    {"study: small", "study: small\nstudy: other", "study"},
    {"seeds:", "sedes:", "sedes"},
    {"base: small.yaml\n", "", "base"},
    {"base: small.yaml", "base: [small.yaml]", "base"},
    {"pue: [1, 1.5]", "pue: 1", "axes.pue"},
    {"pue: [1, 1.5]", "pue: []", "axes.pue"},
    {"pue: [1, 1.5]", "pue: [1, 1]", "axes.pue"},
    {"pue: [1, 1.5]", "pue: [1]\n  pue: [2]", "axes.pue"},
    {"pue: [1, 1.5]", "a..b: [1, 1.5]", "a..b"},
    {"pue: [1, 1.5]", "fleet[5].count: [1, 2]", "fleet[5].count"},
    {"pue: [1, 1.5]", "name.first: [1, 2]", "name.first"},
    {"pue: [1, 1.5]", "pue: [1, 1.5", ""},
    {"pue: [1, 1.5]", "seed: [1, 2]", "seeds"},
    {"[1, 2]", "[]", "seeds"},
    {"[1, 2]", "3", "seeds"},
    {"[1, 2]", "[1, 1]", "seeds[1]"},
    {"[1, 2]", "[1, -2]", "seeds[1]"},
    {"[1, 2]", "[1, two]", "seeds[1]"},
    {"[1, 2]", "[1, 2]\nreferences: some", "references"},
    {"{name: static-small}", "{name: blind}", "axes.policy"},
    {"match: static-small", "match: static-smal", "policy.match"},
    {"match: static-small", "match: blind", "policy.match"},
    {"{name: blind, match", "{name: static-large, match", "policy.match"},
};

}  // namespace cadis::sample
