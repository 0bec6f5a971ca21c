#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/input_cache.hpp"
#include "model/jitter.hpp"
#include "model/policy.hpp"
#include "model/scenario.hpp"
#include "model/yaml_map.hpp"

/// The parts of a scenario file, one reader each. A reader checks its keys, reports into the map's
/// Problems and fills its part of the Scenario as far as it could be read.
namespace cadis {

/// What the readers share: the scenario in the making and what was found so far.
struct Reading {
  InputCache& inputs;            ///< files read so far, by this or an earlier reading
  std::filesystem::path folder;  ///< relative paths are looked up here first
  Scenario scenario{};
  bool has_times = false;  ///< start, duration and epoch are good
  bool has_fidelity = false;
  bool has_batching = false;
  bool has_fleet = false;          ///< every entry of the fleet is good
  const Family* family = nullptr;  ///< among the inputs; null where it could not be read
  std::filesystem::path platform_file{}, family_file{};
  bool has_pool = false;    ///< scenario.variants is filled
  double carbon_steps = 0;  ///< of all carbon signals so far
};

/// The file a key names: beside the scenario, else below a shipped folder, with or without
/// `suffix`; `-` for standard input. A problem, and nothing, where there is none.
std::optional<std::filesystem::path> find_input(YamlMap& map, const std::string& key,
                                                const Reading& reading,
                                                const std::filesystem::path& shipped,
                                                const std::string& suffix);
/// Whether a folder has a file of this name and ending.
bool is_shipped(const std::filesystem::path& folder, const std::string& name,
                const std::string& suffix);
/// Names of the files of a folder that end so, sorted, without the ending.
std::vector<std::string> shipped_names(const std::filesystem::path& folder,
                                       const std::string& suffix);
/// The nearest of these names, or all; where the folder is not there, what CADIS_DATA should be.
std::string suggest_shipped(const std::filesystem::path& folder, const std::string& name,
                            const std::string& suffix);
/// Records the SHA-256 of an input, as it was read.
void record_input(Reading& reading, const std::filesystem::path& file);

/// A carbon signal as a map states it, and what its figures count.
struct GridSignal {
  CarbonSignal carbon;
  std::optional<TraceProvenance> provenance{};  ///< nothing: the trace does not state any
};
/// The signal at a key, which is required; empty where it could not be read.
GridSignal read_signal(YamlMap& owner, const std::string& key, Reading& reading);
/// The signals of `count_by`, sorted by name; none without the key.
std::vector<CountedSignal> read_count_by(YamlMap& owner, Reading& reading);
/// A shipped climatology, noted among the inputs; null, and a problem at the map's key
/// `climatology`, where there is none of this name.
const Climatology* find_climatology(YamlMap& map, const std::string& name, Reading& reading);
/// Carbon, count_by and pue; or the regions, which have their own, and the routing.
void read_grid(YamlMap& root, Reading& reading);
/// Whether each region has hosts and the arrivals a routing; after fleet and policy.
void check_regions(YamlMap& root, std::span<const PolicyInfo> known, const Reading& reading);
void read_forecast(YamlMap& root, Reading& reading);
void read_arrivals(YamlMap& root, Reading& reading);
void read_catalogue(YamlMap& root, Reading& reading);  ///< platform, family, pool, fleet
void read_fleet(YamlMap& root, const std::map<std::string, Device>& platform, Reading& reading);
void resolve_services(YamlMap& root,
                      Reading& reading);  ///< profiles and loads of every (variant, device)
void read_policy(YamlMap& root, std::span<const PolicyInfo> known, Reading& reading);
Jitter read_jitter(YamlMap& root);  ///< of seed 0 where the section is absent

/// The document as JSON with the scenario's defaults filled in (a policy's parameters as given).
std::string resolve_json(const YamlNode& document, const Scenario& scenario,
                         std::span<const PolicyInfo> known);

}  // namespace cadis
