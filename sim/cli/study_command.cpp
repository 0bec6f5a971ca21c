#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <regex>
#include <thread>

#include "base/numbers.hpp"
#include "base/time.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "cli/results_table.hpp"
#include "policies/registry.hpp"
#include "study/plan.hpp"
#include "study/study.hpp"
#include "study/study_folder.hpp"
#include "study/study_manifest.hpp"
#include "study/study_tables.hpp"

namespace cadis {
namespace po = boost::program_options;
namespace fs = std::filesystem;
namespace {

std::size_t read_jobs(const Arguments& arguments) {
  if (!arguments.has("jobs")) return std::max(1U, std::thread::hardware_concurrency());
  const auto jobs = parse_unsigned(arguments.text("jobs"));
  if (!jobs || *jobs == 0 || *jobs > 4096) {
    throw UsageError("--jobs: expected a whole number from 1 to 4096, got '" +
                     arguments.text("jobs") + "'");
  }
  return static_cast<std::size_t>(*jobs);
}

Shard read_shard(const Arguments& arguments) {
  if (!arguments.has("shard")) return {};
  const std::string text = arguments.text("shard");
  const std::size_t slash = text.find('/');
  const auto number = parse_unsigned(text.substr(0, slash));
  const auto count =
      slash == std::string::npos ? std::nullopt : parse_unsigned(text.substr(slash + 1));
  if (!number || !count || *number == 0 || *number > *count || *count > 1'000'000) {
    throw UsageError("--shard: expected I/K with I from 1 to K, such as 3/16, got '" + text + "'");
  }
  return {static_cast<std::size_t>(*number), static_cast<std::size_t>(*count)};
}

Child::Limits read_limits(const Arguments& arguments) {
  Child::Limits limits;
  limits.keeps_log = true;
  if (arguments.has("cell-timeout")) {
    limits.time = parse_duration(arguments.text("cell-timeout"));
    if (!limits.time || limits.time->value() <= 0) {
      throw UsageError(
          "--cell-timeout: expected a duration above 0 with its unit (30 s, 10 min), "
          "got '" +
          arguments.text("cell-timeout") + "'");
    }
  }
  if (arguments.has("cell-memory")) {
    const std::string text = arguments.text("cell-memory");
    std::smatch parts;
    const bool is_size = std::regex_match(text, parts, std::regex("([0-9]{1,6}) *(MiB|GiB)"));
    limits.memory = is_size ? std::stoull(parts[1]) << (parts[2] == "GiB" ? 30U : 20U) : 0;
    if (*limits.memory == 0) {
      throw UsageError(
          "--cell-memory: expected a size above 0 with its unit (512 MiB, 2 GiB), "
          "got '" +
          text + "'");
    }
  }
  return limits;
}

StudyFolder::Start read_start(const Arguments& arguments) {
  if (arguments.has("force") && arguments.has("resume")) {
    throw UsageError("--force replaces results and --resume keeps them; give one of them");
  }
  if (arguments.has("force")) return StudyFolder::Start::force;
  return arguments.has("resume") ? StudyFolder::Start::resume : StudyFolder::Start::fresh;
}

double expected_s(const Grid& grid) {
  double sum_s = 0;
  for (const Run& run : grid.runs) sum_s += run.expected_s;
  return sum_s;
}

void print_cells(const Grid& grid, std::size_t jobs) {
  const StudyTitle title = title_of(grid);
  for (std::size_t run = 0; run < grid.cells; ++run) {
    std::cout << describe(title, planned(grid, run)) << "\n";
  }
  std::cerr << fmt::format("{}: {} cells and {} references; roughly {} with --jobs {}\n",
                           grid.study.name, grid.cells, grid.runs.size() - grid.cells,
                           format_time(expected_s(grid) / static_cast<double>(jobs)), jobs);
}

/// All there is to say at the end; the exit code.
int conclude(const std::string& name, const fs::path& folder, const StudyOutcome& outcome) {
  constexpr std::size_t most_shown = 20;
  for (std::size_t i = 0; i < std::min(most_shown, outcome.failed.size()); ++i) {
    std::cerr << "cadis: failed: " << outcome.failed[i].run << ": " << outcome.failed[i].reason
              << "\n";
  }
  if (outcome.failed.size() > most_shown) {
    std::cerr << "cadis: and " << outcome.failed.size() - most_shown << " more\n";
  }
  const StudyProgress& progress = outcome.progress;
  std::cerr << fmt::format("{}: {} runs, {} from before, {} failed; see {}\n", name, progress.all,
                           progress.kept, progress.failed, folder.string());
  if (progress.failed > 0) std::cerr << "cadis: --resume runs those that failed again\n";
  return outcome.failed.empty() ? 0 : 1;
}

}  // namespace

int study_command(const std::vector<std::string>& words) {
  po::options_description options("options");
  options.add_options()("out", po::value<std::string>()->value_name("DIR"),
                        "output folder (results/NAME)");
  options.add_options()("jobs", po::value<std::string>()->value_name("N"),
                        "runs at a time (one a core)");
  options.add_options()("resume", "go on with a study that was stopped, or that has grown");
  options.add_options()("force", "replace an output folder that exists");
  options.add_options()("shard", po::value<std::string>()->value_name("I/K"),
                        "run the I-th of K parts; see cadis merge");
  options.add_options()("cell-timeout", po::value<std::string>()->value_name("D"),
                        "a run that takes longer fails (10 min)");
  options.add_options()("cell-memory", po::value<std::string>()->value_name("SIZE"),
                        "a run that needs more fails (2 GiB)");
  options.add_options()("epochs", "write each cell's own tables below cells/");
  options.add_options()("dry-run", "print the cells, their number and a rough time, run nothing");
  const Arguments arguments = parse_arguments(words, options, "study", false);
  if (arguments.wants_help) {
    print_help("study STUDY.yaml [OPTIONS]",
               "Runs every cell of a study and compares the policies.", options);
    return 0;
  }
  const std::size_t jobs = read_jobs(arguments);
  const Shard shard = read_shard(arguments);
  const StudyOptions study_options{jobs, arguments.has("epochs"), read_limits(arguments)};
  const StudyFolder::Start start = read_start(arguments);
  const StudyFile study = read_study(require(arguments, "study", "a study file"));
  const Grid grid = expand(study, policies::registry(), jobs, shard);
  if (arguments.has("dry-run")) {
    print_cells(grid, jobs);
    return 0;
  }
  const fs::path target = arguments.has("out") ? arguments.text("out") : "results/" + study.name;
  StudyFolder folder(target, start, shard);
  if (shard.count == 1) remove_tables(target);
  const StudyOutcome outcome = run_study(grid, policies::registry(), target, folder.store(),
                                         study_options, Progress(expected_s(grid), jobs));
  if (shard.count == 1) {
    write_study_tables(target, folder.store());
    write_study_manifest(target, folder.store());
    if (isatty(STDERR_FILENO) == 1) std::cerr << results_table(target);
  }
  return conclude(study.name, target, outcome);
}

int merge_command(const std::vector<std::string>& words) {
  po::options_description options("options");
  const Arguments arguments = parse_arguments(words, options, "folder", false);
  if (arguments.wants_help) {
    print_help("merge DIR", "Joins a study's shards into its tables.", options);
    return 0;
  }
  const fs::path folder = require(arguments, "folder", "a study's output folder");
  const std::size_t failed = merge_shards(folder);
  std::cerr << fmt::format("{}: merged, {} failed; see {}\n", folder.filename().string(), failed,
                           folder.string());
  return failed == 0 ? 0 : 1;
}

}  // namespace cadis
