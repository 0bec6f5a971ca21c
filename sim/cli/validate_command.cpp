#include <iostream>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "model/scenario_reader.hpp"
#include "model/trace_file.hpp"
#include "model/vintages.hpp"
#include "policies/registry.hpp"
#include "study/file_kind.hpp"
#include "study/grid.hpp"

namespace cadis {
namespace {

std::string check(const Input& file) {
  switch (file_kind(file)) {
    case FileKind::study: {
      const Grid grid = expand(read_study(file), policies::registry(), 1, {}, Keys::unwanted);
      return "study of " + std::to_string(grid.cells) + " cells";
    }
    case FileKind::platform:
      return "platform of " + std::to_string(read_platform(file).size()) + " devices";
    case FileKind::family:
      return "family of " + std::to_string(read_family(file).variants.size()) + " variants";
    case FileKind::carbon_trace:
      return "carbon trace of " + std::to_string(read_carbon_trace(file).values.size()) + " steps";
    case FileKind::vintages:
      return "vintages of " + std::to_string(Vintages::read(file).all().size()) + " forecasts";
    case FileKind::count_trace:
      return "request trace of " + std::to_string(read_count_trace(file).values.size()) + " steps";
    case FileKind::timestamp_trace:
      return "request trace of " + std::to_string(read_timestamp_trace(file).size()) + " requests";
    case FileKind::scenario:
      break;
  }
  static_cast<void>(ScenarioDocument::load(file).read(policies::registry()));
  return "scenario";
}

}  // namespace

int validate_command(const std::vector<std::string>& words) {
  const boost::program_options::options_description options("options");
  const Arguments arguments = parse_arguments(words, options, "file", true);
  if (arguments.wants_help) {
    print_help("validate FILE...",
               "Checks scenarios, studies, families, platforms and traces; runs nothing.", options);
    return 0;
  }
  const std::vector<std::string> files = arguments.list("file");
  if (files.empty()) throw UsageError("give at least one file");
  Problems problems;
  for (const std::string& file : files) {
    try {
      const std::string found = check(file);
      std::cerr << file << ": good (" << found << ")\n";
    } catch (const ConfigError& error) {
      problems.add(error);
    }
  }
  problems.throw_if_any();
  return 0;
}

}  // namespace cadis
