#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <optional>

#include "base/errors.hpp"
#include "base/memory.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "cli/results_table.hpp"
#include "cli/study_arguments.hpp"
#include "policies/registry.hpp"
#include "study/cell_names.hpp"
#include "study/study.hpp"
#include "study/study_folder.hpp"
#include "study/study_manifest.hpp"
#include "study/study_tables.hpp"

namespace cadis {
namespace po = boost::program_options;
namespace fs = std::filesystem;
namespace {

double expected_s(const Grid& grid) {
  double sum_s = 0;
  for (const Run& run : grid.runs) sum_s += run.expected_s;
  return sum_s;
}

void print_cells(const Grid& grid, std::size_t jobs) {
  const CellNames names(grid);
  std::string lines;
  for (std::size_t run = 0; run < grid.cells; ++run) {
    names.append(grid.runs[run], lines);
    lines += '\n';
    if (lines.size() < 65536 && run + 1 < grid.cells) continue;
    std::cout << lines;
    lines.clear();
  }
  std::cerr << fmt::format("{}: {} cells and {} references; roughly {} with --jobs {}\n",
                           grid.study.name, grid.cells, grid.runs.size() - grid.cells,
                           format_time(expected_s(grid) / static_cast<double>(jobs)), jobs);
}

/// What `work` returns. Where nothing can be written the error says what is left, and how to go on.
template <class Work>
auto kept(const fs::path& folder, const std::string& remedy, const Work& work) {
  try {
    return work();
  } catch (const StorageError& error) {
    throw StorageError(
        fmt::format("{}\nresults kept before are not lost: once there is room for {}, {}",
                    error.what(), folder.string(), remedy));
  }
}

/// All there is to say at the end; the exit code.
int conclude(const std::string& name, const fs::path& folder, const StudyOutcome& outcome,
             bool is_quiet) {
  constexpr std::size_t most_shown = 20;
  for (std::size_t i = 0; i < std::min(most_shown, outcome.failed.size()); ++i) {
    std::cerr << "cadis: failed: " << outcome.failed[i].run << ": " << outcome.failed[i].reason
              << "\n";
  }
  if (outcome.failed.size() > most_shown) {
    std::cerr << "cadis: and " << outcome.failed.size() - most_shown << " more\n";
  }
  const StudyProgress& progress = outcome.progress;
  if (!is_quiet)
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
  options.add_options()("epochs", "write each run's own tables, references included, below cells/");
  options.add_options()("progress", po::value<std::string>()->value_name("STYLE"),
                        "on stderr: auto, plain, json or none");
  options.add_options()("quiet", "say only what went wrong");
  options.add_options()("dry-run", "print the cells, their number and a rough time, run nothing");
  const Arguments arguments = parse_arguments(words, options, "study", false);
  if (arguments.wants_help) {
    print_help("study STUDY.yaml [OPTIONS]",
               "Runs every cell of a study and compares the policies.", options);
    return 0;
  }
  const std::size_t jobs = read_jobs(arguments);
  const std::optional<Shard> shard = read_shard(arguments);
  const StudyOptions study_options{jobs, arguments.has("epochs"), read_limits(arguments)};
  const StudyFolder::Start start = read_start(arguments);
  const Progress::Style progress = read_progress(arguments);
  keep_large_blocks_apart();
  const StudyFile study = read_study(require(arguments, "study", "a study file"));
  const bool is_dry = arguments.has("dry-run");
  const Grid grid = expand(study, policies::registry(), jobs, shard.value_or(Shard{}),
                           is_dry ? Keys::unwanted : Keys::wanted);
  if (is_dry) {
    print_cells(grid, jobs);
    return 0;
  }
  const fs::path target = read_output_folder(arguments, study.name);
  const StudyOutcome outcome = kept(target, "go on with --resume", [&] {
    StudyFolder folder(target, start, shard);
    if (!shard) remove_tables(target);
    StudyOutcome ended = run_study(grid, policies::registry(), target, folder.store(),
                                   study_options, Progress(progress, expected_s(grid), jobs));
    if (!shard) {
      write_study_tables(target, folder.store());
      write_study_manifest(target, folder.store());
    }
    return ended;
  });
  const bool is_quiet = arguments.has("quiet");
  if (!shard && !is_quiet && isatty(STDERR_FILENO) == 1) {
    TableView view;
    view.width = terminal_width(STDERR_FILENO);
    view.most_rows = 30;
    view.has_colour = std::getenv("NO_COLOR") == nullptr;
    std::cerr << results_table(target, view);
  }
  return conclude(study.name, target, outcome, is_quiet);
}

int merge_command(const std::vector<std::string>& words) {
  po::options_description options("options");
  const Arguments arguments = parse_arguments(words, options, "folder", false);
  if (arguments.wants_help) {
    print_help("merge DIR", "Joins a study's shards into its tables.", options);
    return 0;
  }
  const fs::path folder = require(arguments, "folder", "a study's output folder");
  const std::size_t failed =
      kept(folder, "merge again", [&folder] { return merge_shards(folder); });
  std::cerr << fmt::format("{}: merged, {} failed; see {}\n", folder.filename().string(), failed,
                           folder.string());
  return failed == 0 ? 0 : 1;
}

}  // namespace cadis
