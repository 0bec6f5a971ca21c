#include "model/scenario_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <system_error>

#include "base/digest.hpp"
#include "base/input.hpp"
#include "model/accounting.hpp"
#include "model/scenario_sections.hpp"

namespace cadis {
namespace fs = std::filesystem;
namespace {

constexpr double longest_run_s = 100 * 365.25 * 86400;
constexpr double most_epochs = 1e7;
constexpr std::uint64_t largest_max_batch = 65'536;

void read_name(YamlMap& root, Scenario& scenario) {
  const auto name = root.text("name", Need::required);
  if (!name) return;
  const auto allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  if (name->find_first_not_of(allowed) != std::string::npos || name->starts_with('.')) {
    root.problem(
        "name",
        fmt::format(
            "expected letters, digits, '-', '_' and '.' only, and no '.' in front, got '{}'",
            *name));
  }
  scenario.name = *name;
}

void read_times(YamlMap& root, Reading& reading) {
  auto& scenario = reading.scenario;
  const auto text = root.text("start", Need::required);
  const auto start = text ? parse_utc(*text) : std::nullopt;
  if (text && !start)
    root.problem("start",
                 fmt::format("expected a UTC time such as 2023-06-01T00:00:00Z, got '{}'", *text));
  const auto duration = root.duration("duration", {0, longest_run_s, true}, Need::required);
  const auto epoch = root.duration("epoch", {0, longest_run_s, true});
  if (root.has("epoch") && !epoch) return;
  if (!start || !duration) return;
  scenario.start = *start;
  scenario.duration = *duration;
  scenario.epoch = epoch.value_or(scenario.epoch);
  reading.has_times = scenario.duration / scenario.epoch <= most_epochs;
  if (!reading.has_times) {
    root.problem("epoch",
                 fmt::format("expected at most {:.0f} epochs in a run, got {:.0f}; make it longer",
                             most_epochs, scenario.duration / scenario.epoch));
  }
}

void read_fidelity(YamlMap& root, Reading& reading) {
  const std::vector<std::string> words{"event", "queue", "fluid"};
  const auto word = root.word("fidelity", words);
  if (root.has("fidelity") && !word) return;
  for (const Fidelity fidelity : {Fidelity::event, Fidelity::queue, Fidelity::fluid}) {
    if (word && *word == to_string(fidelity)) reading.scenario.fidelity = fidelity;
  }
  reading.has_fidelity = true;
}

void read_service_rules(YamlMap& root, Reading& reading) {
  auto& scenario = reading.scenario;
  reading.has_batching = true;
  if (root.has("batching")) {
    reading.has_batching = false;
    if (auto batching = root.map("batching")) {
      const auto size = batching->integer("max_batch", 1, largest_max_batch);
      const auto wait = batching->duration("max_wait", not_negative);
      reading.has_batching = size.has_value() || !batching->has("max_batch");
      scenario.max_batch = static_cast<int>(size.value_or(1));
      scenario.max_wait = wait.value_or(Seconds{0});
      batching->finish();
    }
  }
  if (root.has("slo")) {
    if (auto slo = root.map("slo")) {
      scenario.slo = slo->duration("latency", positive, Need::required);
      slo->finish();
    }
  }
  scenario.deadline = root.duration("deadline", positive);
  if (scenario.deadline && *scenario.deadline < scenario.max_wait) {
    root.problem("deadline", fmt::format("expected at least batching.max_wait, {} s, got {} s; a "
                                         "request would be dropped while its batch fills",
                                         scenario.max_wait.value(), scenario.deadline->value()));
  }
  scenario.queue_limit = root.integer("queue_limit", 1, std::numeric_limits<std::uint64_t>::max());
  if (scenario.queue_limit && scenario.max_wait > Seconds{0} &&
      *scenario.queue_limit < static_cast<std::uint64_t>(scenario.max_batch)) {
    root.problem("queue_limit",
                 fmt::format("expected at least batching.max_batch, {}, got {}; a batch could "
                             "never fill, and hosts would wait while requests are dropped",
                             scenario.max_batch, *scenario.queue_limit));
  }
}

/// In `fluid` there is no queue: what is given and does not enter is said so.
void note_what_fluid_leaves_out(Reading& reading) {
  auto& scenario = reading.scenario;
  if (scenario.fidelity != Fidelity::fluid) return;
  const auto note = [&](bool given, const char* what) {
    if (given) scenario.assumptions.push_back(fmt::format("fluid: {} does not enter", what));
  };
  note(scenario.slo.has_value(), "slo");
  note(scenario.deadline.has_value(), "deadline");
  note(scenario.queue_limit.has_value(), "queue_limit");
  note(scenario.max_wait > Seconds{0}, "batching.max_wait");
  if (scenario.max_batch > 1) {
    scenario.assumptions.push_back(
        fmt::format("fluid: every batch is full, of {} requests", scenario.max_batch));
  }
  const auto& loads = scenario.loads;
  note(std::any_of(loads.begin(), loads.end(), [](const auto& load) { return load.has_value(); }),
       "the cost of switching");
}

}  // namespace

std::optional<fs::path> find_input(YamlMap& map, const std::string& key, const Reading& reading,
                                   const fs::path& shipped_in, const std::string& suffix) {
  const auto text = map.text(key, Need::required);
  if (!text) return std::nullopt;
  std::error_code none;
  const std::string naming = map.find(key)->file();  // a study's axis names a file beside the study
  const fs::path folder = naming.empty() ? reading.folder : folder_beside(naming);
  const fs::path named = *text == "-" ? fs::path(*text) : folder / *text;
  if (is_input(named)) return named;
  for (const auto& candidate : {shipped_in / *text, shipped_in / (*text + suffix)}) {
    if (fs::is_regular_file(candidate, none)) return candidate;
  }
  if (fs::exists(folder / *text, none)) {
    map.problem(key, fmt::format("expected a file, found a folder: {}; name a file",
                                 (folder / *text).string()));
    return std::nullopt;
  }
  map.problem(key, fmt::format("no file '{}' beside {}, and nothing shipped has that name; {}",
                               *text, folder.empty() ? "the file that names it" : folder.string(),
                               suggest_shipped(shipped_in, *text, suffix)));
  return std::nullopt;
}

void record_input(Reading& reading, const fs::path& file) {
  reading.scenario.input_sha256[input_name(file)] =
      InputCache::once(reading.inputs.sha256, file.string(), [&] { return sha256_of_file(file); });
}

struct ScenarioDocument::Content {
  YamlNode root;
  std::set<std::string> set_keys = {};  ///< by set()
  fs::path file;
  std::string sha256;  ///< of the text as read
  std::shared_ptr<InputCache> inputs =
      std::make_shared<InputCache>();  ///< shared by the document's copies

  /// Of the ways to give a signal's intensities the one that was set takes the place of the one
  /// that the file has, with what belongs to that. Those that were set stay: two are an error.
  void take_place_of_others(const std::string& key);
};

ScenarioDocument ScenarioDocument::load(const Input& file) {
  return parse(read_yaml_text(file), file.name());
}

ScenarioDocument ScenarioDocument::parse(const std::string& yaml, const fs::path& named) {
  return {parse_yaml_document(yaml, named.string()), named, cadis::sha256(yaml)};
}

ScenarioDocument::ScenarioDocument(YamlNode root, const fs::path& file, const std::string& sha256)
    : content_(std::make_unique<Content>(
          Content{std::move(root), {}, file, sha256, std::make_shared<InputCache>()})) {}

ScenarioDocument::ScenarioDocument() : content_(std::make_unique<Content>()) {}
ScenarioDocument::~ScenarioDocument() = default;
ScenarioDocument::ScenarioDocument(const ScenarioDocument& other)
    : content_(std::make_unique<Content>(*other.content_)) {}
ScenarioDocument& ScenarioDocument::operator=(const ScenarioDocument& other) {
  if (this != &other) content_ = std::make_unique<Content>(*other.content_);
  return *this;
}

void ScenarioDocument::set(const std::string& key, const std::string& yaml_value) {
  set_yaml(content_->root, key, yaml_value);
  content_->take_place_of_others(key);
}

void ScenarioDocument::set(const std::string& key, const YamlNode& value) {
  set_yaml(content_->root, key, value);
  content_->take_place_of_others(key);
}

void ScenarioDocument::Content::take_place_of_others(const std::string& key) {
  set_keys.insert(key);
  const auto dot = key.rfind('.');
  if (dot == std::string::npos) return;
  const std::string owner = key.substr(0, dot), name = key.substr(dot + 1);
  const bool is_signal = owner == "carbon" || owner.ends_with(".carbon") ||
                         owner.starts_with("count_by.") ||
                         owner.find(".count_by.") != std::string::npos;
  static const std::set<std::string> ways{"trace", "climatology", "file", "constant_g_per_kwh"};
  if (!is_signal || ways.count(name) == 0) return;
  std::set<std::string> others = ways;
  others.erase(name);
  if (name != "climatology") others.insert({"seed", "step"});
  for (const std::string& other : others)
    if (set_keys.count(owner + "." + other) == 0) remove_yaml(root, owner + "." + other);
}

const fs::path& ScenarioDocument::file() const { return content_->file; }

const YamlNode* ScenarioDocument::find(const std::string& key) const {
  return content_->root.find(key);
}

Scenario ScenarioDocument::read(std::span<const PolicyInfo> policies) const {
  Problems problems;
  Reading reading{*content_->inputs, folder_beside(content_->file)};
  reading.scenario.input_sha256[content_->file.string()] = content_->sha256;
  YamlMap root(content_->root, "", problems);
  check_version(root);
  read_name(root, reading.scenario);
  read_times(root, reading);
  reading.scenario.seed =
      root.integer("seed", 0, std::numeric_limits<std::uint64_t>::max()).value_or(1);
  read_fidelity(root, reading);
  read_service_rules(root, reading);
  read_grid(root, reading);
  read_forecast(root, reading);
  read_catalogue(root, reading);
  read_arrivals(root, reading);
  resolve_services(root, reading);
  read_policy(root, policies, reading);
  check_regions(root, policies, reading);
  check_accounting(root, reading.scenario);
  const Jitter jitter = read_jitter(root);
  root.finish();
  problems.throw_if_any();
  apply_jitter(jitter, reading.scenario);
  set_means_of_regions(reading.scenario);
  note_what_fluid_leaves_out(reading);
  reading.scenario.resolved_json = resolve_json(content_->root, reading.scenario, policies);
  return std::move(reading.scenario);
}

}  // namespace cadis
