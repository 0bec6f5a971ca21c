#include <algorithm>
#include <iostream>

#include "base/names.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/list_traces.hpp"
#include "formats/registry.hpp"
#include "model/scenario_reader.hpp"
#include "policies/registry.hpp"
#include "trace/factors.hpp"

namespace cadis {
namespace {

std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void list_policies() {
  for (const PolicyInfo& policy : policies::registry()) {
    std::cout << policy.name << "\t" << policy.summary << "\n";
    for (const ParamInfo& param : policy.params)
      std::cout << "\t" << param.key << ": " << param.doc << "\n";
  }
}

void list_devices() {
  for (const auto& file : yaml_files(shipped("platforms"))) {
    for (const auto& [name, device] : read_platform(file)) {
      std::cout << name << "\t" << (device.is_gpu ? "gpu" : "cpu") << "\t" << device.idle.value()
                << " W idle\t" << device.busy.value() << " W busy\n";
    }
  }
}

void list_families() {
  for (const auto& file : yaml_files(shipped("platforms/families"))) {
    const Family family = read_family(file);
    std::cout << family.name << "\t" << family.task << "\t";
    for (std::size_t v = 0; v < family.variants.size(); ++v)
      std::cout << (v == 0 ? "" : ", ") << family.variants[v].name;
    std::cout << "\n";
  }
}

void list_formats() {
  for (const TraceFormat& format : formats::registry())
    std::cout << format.name << "\t" << format.summary << "\n";
}

void list_factors() {
  for (const std::string& name : shipped_factor_tables()) {
    const FactorTable table = read_factors(name);
    std::cout << name << "\t" << table.emissions << "\n";
    for (const auto& [fuel, g_per_kwh] : table.g_per_kwh)
      std::cout << "\t" << fuel << ": " << g_per_kwh << " g/kWh\n";
  }
}

}  // namespace

int list_command(const std::vector<std::string>& words) {
  const boost::program_options::options_description options("options");
  const Arguments arguments = parse_arguments(words, options, "kind", false);
  if (arguments.wants_help) {
    print_help("list policies|devices|families|traces|formats|factors", "Lists what is shipped.",
               options);
    return 0;
  }
  const std::string kind = require(
      arguments, "kind", "what to list: policies, devices, families, traces, formats or factors");
  if (kind == "policies")
    list_policies();
  else if (kind == "devices")
    list_devices();
  else if (kind == "families")
    list_families();
  else if (kind == "traces")
    std::cout << list_traces();
  else if (kind == "formats")
    list_formats();
  else if (kind == "factors")
    list_factors();
  else
    throw UsageError(
        "cannot list '" + kind + "'; " +
        suggest(kind, {"policies", "devices", "families", "traces", "formats", "factors"}));
  return 0;
}

}  // namespace cadis
