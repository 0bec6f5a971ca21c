#include <filesystem>
#include <iostream>
#include <optional>

#include "base/files.hpp"
#include "base/numbers.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/request_target.hpp"
#include "cli/run_report.hpp"
#include "engine/simulation.hpp"
#include "model/scenario_reader.hpp"
#include "policies/registry.hpp"
#include "report/outputs.hpp"
#include "report/summary.hpp"
#include "study/headroom.hpp"
#include "study/worker.hpp"

namespace cadis {
namespace po = boost::program_options;
namespace fs = std::filesystem;

int run_command(const std::vector<std::string>& words) {
  po::options_description options("options");
  options.add_options()("out", po::value<std::string>()->value_name("DIR"),
                        "output folder (results/NAME)")(
      "set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"),
      "change a scenario key, dotted where nested; repeatable")(
      "seed", po::value<std::string>()->value_name("N"), "the scenario's seed")(
      "requests", po::value<std::string>()->value_name("FILE"),
      "write every request, with its joules and grams (CSV; compressed where FILE ends in .zst)")(
      "force", "replace an output folder, or FILE, that exists")(
      "quiet", "say one line at the end, without warnings")(
      "json",
      "print the totals, headroom and warnings as a JSON object on stdout, and nothing else");
  const Arguments arguments = parse_arguments(words, options, "scenario", false);
  if (arguments.wants_help) {
    print_help("run SCENARIO.yaml [OPTIONS]", "Runs one scenario and writes its tables.", options);
    return 0;
  }
  ScenarioDocument document =
      ScenarioDocument::load(require(arguments, "scenario", "a scenario file"));
  for (const std::string& change : arguments.list("set")) {
    const std::size_t equals = change.find('=');
    if (equals == std::string::npos || equals == 0)
      throw UsageError("--set: expected KEY=VALUE, got '" + change + "'");
    document.set(change.substr(0, equals), change.substr(equals + 1));
  }
  if (arguments.has("seed")) {
    if (!parse_unsigned(arguments.text("seed"))) {
      throw UsageError("--seed: expected a whole number of at least 0, got '" +
                       arguments.text("seed") + "'");
    }
    document.set("seed", arguments.text("seed"));
  }
  const Scenario scenario = document.read(policies::registry());
  const fs::path target = read_output_folder(arguments, scenario.name);
  std::optional<RequestTarget> request_target;
  if (arguments.has("requests")) {
    request_target.emplace(arguments.text("requests"), target, scenario, arguments.has("force"));
  }
  NewFolder folder(target, arguments.has("force"));
  std::optional<Worker::Requests> requests;
  if (request_target) requests = request_target->open(folder);

  Worker worker(scenario, policies::registry(), requests);
  const RunResult result = worker.finish();
  const Summary summary = summarize(scenario, result);
  const Assessment assessment =
      assess(scenario, result, summary,
             summary.served > 0
                 ? find_headroom(document, policies::registry(), summary.accuracy_served_pct)
                 : Headroom{std::nullopt, "nothing was served"});
  write_run_outputs(folder.path(), scenario, result, summary, assessment, worker.cost(),
                    simgrid_version());
  folder.commit();
  if (request_target) request_target->commit();
  if (arguments.has("json"))
    std::cout << run_json(summary, assessment, target);
  else if (arguments.has("quiet"))
    std::cerr << run_line(summary, target);
  else
    std::cerr << run_report(scenario, result, summary, assessment, target);
  return 0;
}

}  // namespace cadis
