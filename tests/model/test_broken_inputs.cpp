#include <doctest/doctest.h>

#include <regex>

#include "base/errors.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"

namespace {

using namespace cadis;

/// One change of a good document, and the key its message must name.
struct Break {
  std::string from, to, key;
};

std::string broken(std::string text, const Break& change) {
  const auto at = text.find(change.from);
  REQUIRE_MESSAGE(at != std::string::npos, change.from);
  return text.replace(at, change.from.size(), change.to);
}

template <class Read>
std::string message_of(const Read& read) {
  try {
    read();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

template <class Read>
void check_each(const std::string& good, const std::string& name, const std::vector<Break>& table, const Read& read) {
  const sample::Folder folder;
  for (const auto& change : table) {
    const auto file = folder.write(name, broken(good, change));
    const auto message = message_of([&] { read(file); });
    CAPTURE(change.to);
    CAPTURE(message);
    const auto key = std::regex_replace(change.key, std::regex(R"([\[\].])"), R"(\$&)");
    CHECK(std::regex_search(message, std::regex(name + R"(:[1-9]\d*(:\d+)?: )" + key + (key.empty() ? "" : ": "))));
  }
}

const std::vector<Break> scenarios = {
    {"cadis: 1", "cadis: 2", "cadis"},
    {"cadis: 1\n", "", "cadis"},
    {"name: night", "name: a night", "name"},
    {"name: night", "name:", "name"},
    {"name: night", "nmae: night", "nmae"},
    {"seed: 7", "seed: 7\nseed: 8", "seed"},
    {"00:00:00Z", "00:00:00", "start"},
    {"2023-06-01", "2023-06-31", "start"},
    {"duration: 2 h", "duration: 2", "duration"},
    {"duration: 2 h", "duration: 0 h", "duration"},
    {"duration: 2 h", "duration: -1 h", "duration"},
    {"duration: 2 h", "duration: 1e300 d", "duration"},
    {"duration: 2 h\n", "", "duration"},
    {"epoch: 30 min", "epoch: 0 s", "epoch"},
    {"epoch: 30 min", "epoch: 1e-4 ms", "epoch"},
    {"epoch: 30 min", "epoch: 30 m", "epoch"},
    {"seed: 7", "seed: -1", "seed"},
    {"seed: 7", "seed: 1.5", "seed"},
    {"fidelity: event", "fidelity: queue", "fidelity"},
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
    {"device: big, idle: resident, resident: all", "device: little, idle: resident", "fleet[1].idle"},
    {"device: big, idle: resident, resident: all", "device: little, resident: all", "fleet[1].resident"},
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
    {"poisson, rate_rps: 20", "mmpp, states: [{rate_rps: 1, mean_dwell: 0 s}]", "arrivals.states[0].mean_dwell"},
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
    {"name: heuristic", "name: heuristc", "policy.name"},
    {"name: heuristic, ", "", "policy.name"},
    {"range: running", "range: future", "policy.range"},
    {"window: 6 h", "window: 6", "policy.window"},
    {"window: 6 h", "windows: 6 h", "policy.windows"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}", "{name: static, variant: huge}", "policy.variant"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}", "{name: static}", "policy"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}", "{name: blind, match: heuristic}", "policy.match"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}", "{name: blind, shares: {small: 0.4, large: 0.5}}", "policy.shares"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}", "{name: blind, shares: {small: -1, large: 2}}", "policy.shares.small"},
    {"{name: heuristic, range: running, window: 6 h, label: mine}", "{name: oracle, accuracy_pct: 101}", "policy.accuracy_pct"},
};

const std::vector<Break> platforms = {
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

const std::vector<Break> families = {
    {"family: pair\n", "", "family"},
    {"accuracy_pct: 70", "accuracy_pct: 170", "variants.small.accuracy_pct"},
    {"accuracy_pct: 70, ", "", "variants.small.accuracy_pct"},
    {"  large: {acc", "  small: {acc", "variants.small"},
    {"variant: small, device: big, batch: 1", "variant: smal, device: big, batch: 1", "profiles[0].variant"},
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

TEST_CASE("every one-line mistake in a scenario is reported with file, line and key") {
  const auto known = sample::policies();
  check_each(sample::scenario, "scenario.yaml", scenarios, [&](const auto& file) { (void)ScenarioDocument::load(file).read(known); });
}

TEST_CASE("every one-line mistake in a platform is reported with file, line and key") {
  check_each(sample::platform, "devices.yaml", platforms, [](const auto& file) { (void)read_platform(file); });
}

TEST_CASE("every one-line mistake in a family is reported with file, line and key") {
  check_each(sample::family, "pair.yaml", families, [](const auto& file) { (void)read_family(file); });
}

TEST_CASE("what is not a YAML map is refused with its place") {
  const std::vector<std::string> texts = {"", "# nothing\n", "- 1\n- 2\n", "just text", "a: [1, 2\nb: 3", "a: 1\n---\nb: 2", "a: &x [*x]",
                                          "a: *nowhere", std::string("a: \0", 4), "\tname: x", "? [1, 2]\n: 3"};
  for (const auto& text : texts) {
    CAPTURE(text);
    const auto message = message_of([&] { (void)ScenarioDocument::parse(text, "bad.yaml"); });
    CHECK_MESSAGE(std::regex_search(message, std::regex(R"(^bad\.yaml:\d+:\d+: )")), message);
  }
}

TEST_CASE("all problems are reported at once") {
  const sample::Folder folder;
  auto text = broken(sample::scenario, {"pue: 1.2", "pue: 0", ""});
  text = broken(text, {"pstate: 1", "pstate: 7", ""});
  text = broken(text, {"rate_rps: 20", "rate: 20", ""});
  text = broken(text, {"range: running", "range: future", ""});
  const auto file = folder.write("scenario.yaml", text);
  folder.write("devices.yaml", broken(sample::platform, {"off_w: 1", "of_w: 1", ""}));
  const auto known = sample::policies();
  const auto message = message_of([&] { (void)ScenarioDocument::load(file).read(known); });
  for (const auto* key : {"pue: ", "devices.big.of_w: ", "arrivals.rate_rps: ", "arrivals.rate: ", "policy.range: "}) {
    CHECK_MESSAGE(message.find(key) != std::string::npos, message);
  }
}

TEST_CASE("a message says place, key, what was expected and what was found") {
  const sample::Folder folder;
  const auto known = sample::policies();
  const auto remedy = "lower it or add pstates in " + folder.file("devices.yaml").string();
  const auto file = folder.write("night.yaml", broken(sample::scenario, {"pstate: 1", "pstate: 7", ""}));
  CHECK(message_of([&] { (void)ScenarioDocument::load(file).read(known); }) ==
        file.string() + ":12:37: fleet[0].pstate: expected an integer from 0 to 1, got 7; " + remedy);
  auto document = ScenarioDocument::load(folder.file("scenario.yaml"));
  document.set("fleet[0].pstate", "7");
  CHECK(message_of([&] { (void)document.read(known); }) ==
        "--set fleet[0].pstate: fleet[0].pstate: expected an integer from 0 to 1, got 7; " + remedy);
}

}  // namespace
