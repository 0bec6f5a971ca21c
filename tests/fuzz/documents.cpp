#include <algorithm>
#include <cmath>

#include "base/errors.hpp"
#include "fuzz/input_file.hpp"
#include "model/sample_documents.hpp"
#include "policies/registry.hpp"
#include "study/grid.hpp"
#include "study/plan.hpp"
#include "study/study_file.hpp"
#include "study/study_manifest.hpp"

using namespace cadis;

// Any bytes as what users write in YAML; the first one chooses what: refused, or something that a
// run can start from.

namespace {

/// What the documents name lies beside them.
struct Beside : sample::Folder {
  Beside() {
    write("carbon.csv",
          "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,100\n2023-06-01T01:00:00Z,200\n"
          "2023-06-01T02:00:00Z,150\n");
    write("counts.csv", "timestamp_utc,requests\n2023-06-01T00:00:00Z,3\n2023-06-01T01:00:00Z,0\n");
    write("times.csv", "timestamp_utc\n2023-06-01T00:00:01Z\n2023-06-01T00:30:00Z\n");
    write("vintages.csv",
          "issued_utc,timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,2023-06-01T00:00:00Z,100\n"
          "2023-06-01T00:00:00Z,2023-06-01T01:00:00Z,120\n");
  }
};
const Beside beside;

bool is_good(double value) { return std::isfinite(value) && value >= 0; }

void check(const Scenario& scenario) {
  fuzz::require(!scenario.name.empty() && !scenario.hosts.empty() && !scenario.variants.empty());
  fuzz::require(scenario.duration > Seconds{0} && scenario.epoch > Seconds{0});
  fuzz::require(scenario.epochs().size() >= 1 && scenario.max_batch >= 1);
  fuzz::require(scenario.resolved_json.starts_with('{'));
  for (const HostSpec& host : scenario.hosts) fuzz::require(host.device < scenario.devices.size());
  for (const Variant& variant : scenario.variants) fuzz::require(is_good(variant.accuracy_pct));
  for (std::size_t variant = 0; variant < scenario.variants.size(); ++variant) {
    const Service service = scenario.service(0, variant, scenario.max_batch);
    fuzz::require(service.time > Seconds{0} && is_good(service.power.value()));
  }
  fuzz::require(scenario.regions.empty() ? scenario.carbon.g_per_kwh().isFinite().all()
                                         : hosts_by_region(scenario).size() > 0);
}

void check(const Family& family) {
  for (const auto& [pair, rows] : family.profiles) {
    for (const auto& [batch, service] : rows) fuzz::require(batch > 0 && service.time > Seconds{0});
  }
}

void check(const std::map<std::string, Device>& platform) {
  fuzz::require(!platform.empty());
  for (const auto& [name, device] : platform)
    fuzz::require(!device.pstates.empty() && is_good(device.idle.value()) &&
                  device.busy >= device.idle);
}

void check_study(std::string_view text) {
  constexpr std::size_t few_cells = 40;  // the others take longer, and are no others
  const StudyFile study = read_study(beside.write("study.yaml", std::string(text)));
  fuzz::require(!study.name.empty());
  std::size_t cells = std::max<std::size_t>(1, study.seeds.size());
  for (const Axis& axis : study.axes) {
    fuzz::require(!axis.values.empty() && !axis.columns.empty());
    cells = std::min(cells, few_cells + 1) * axis.values.size();
  }
  if (cells > few_cells) return;
  const Grid grid = expand(study, policies::registry());
  fuzz::require(grid.cells > 0 && grid.cells <= cells);
  const StudyTitle title = title_of(grid);
  for (std::size_t run = 0; run < grid.runs.size(); ++run) {
    const PlannedRun planned = cadis::planned(grid, run);
    fuzz::require(describe(title, decode_planned(encode(planned), title)) ==
                  describe(title, planned));
  }
  fuzz::require(!head_of(grid).description.empty());
}

/// `cadis run scenario.yaml --set ...`, a line each.
void check_set(std::string_view lines) {
  auto document = ScenarioDocument::load(beside.file("scenario.yaml"));
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0) return;
    document.set(std::string(line.substr(0, equals)), std::string(line.substr(equals + 1)));
  }
  check(document.read(policies::registry()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) try {
  if (size == 0) return 0;
  const auto text = fuzz::text_of(data, size).substr(1);
  switch (data[0]) {
    case 'f':
      check(read_family(fuzz::InputFile(text).path()));
      break;
    case 'p':
      check(read_platform(fuzz::InputFile(text).path()));
      break;
    case 't':
      check_study(text);
      break;
    case 'a':  // what varies
      check_study("cadis: 1\nstudy: small\nbase: scenario.yaml\n" + std::string(text));
      break;
    case 'k':
      check_set(text);
      break;
    default:
      check(ScenarioDocument::parse(std::string(text), beside.file("fuzzed.yaml"))
                .read(policies::registry()));
  }
  return 0;
} catch (const ConfigError& error) {
  fuzz::require(fuzz::is_refusal(error.what(), fuzz::text_of(data, size)));
  return 0;
}
