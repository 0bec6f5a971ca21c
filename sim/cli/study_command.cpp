#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "base/files.hpp"
#include "base/numbers.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "policies/registry.hpp"
#include "study/study.hpp"

namespace cadis {
namespace po = boost::program_options;
namespace {

std::size_t read_jobs(const Arguments& arguments) {
  if (!arguments.has("jobs")) return 1;
  const auto jobs = parse_unsigned(arguments.text("jobs"));
  if (!jobs || *jobs == 0 || *jobs > 4096) {
    throw UsageError("--jobs: expected a whole number from 1 to 4096, got '" +
                     arguments.text("jobs") + "'");
  }
  return static_cast<std::size_t>(*jobs);
}

/// Tells how far a study is: at each run on a terminal, else at each tenth of the runs.
class Progress {
 public:
  void operator()(std::size_t done, std::size_t all) {
    const bool is_terminal = isatty(STDERR_FILENO) == 1;
    const std::size_t tenths = 10 * done / all;
    if (!is_terminal && tenths == tenths_) return;
    tenths_ = tenths;
    const bool has_line = !is_terminal || done == all;
    std::cerr << (is_terminal ? "\r" : "") << done << " of " << all << " runs"
              << (has_line ? "\n" : "") << std::flush;
  }

 private:
  std::size_t tenths_ = 0;
};

}  // namespace

int study_command(const std::vector<std::string>& words) {
  po::options_description options("options");
  options.add_options()("out", po::value<std::string>()->value_name("DIR"),
                        "output folder (results/NAME)")(
      "jobs", po::value<std::string>()->value_name("N"), "runs at a time (1)")(
      "force", "replace an output folder that exists")(
      "epochs", "write each cell's own tables below cells/")("dry-run",
                                                             "print the cells, run nothing");
  const Arguments arguments = parse_arguments(words, options, "study", false);
  if (arguments.wants_help) {
    print_help("study STUDY.yaml [OPTIONS]",
               "Runs every cell of a study and compares the policies.", options);
    return 0;
  }
  const StudyOptions study_options{read_jobs(arguments), arguments.has("epochs")};
  const StudyFile study = read_study(require(arguments, "study", "a study file"));
  const Grid grid = expand(study, policies::registry());
  if (arguments.has("dry-run")) {
    for (std::size_t run = 0; run < grid.cells; ++run) std::cout << describe(grid, run) << "\n";
    return 0;
  }
  const std::filesystem::path target =
      arguments.has("out") ? arguments.text("out") : "results/" + study.name;
  NewFolder folder(target, arguments.has("force"));
  const StudyOutcome outcome =
      run_study(study, grid, policies::registry(), folder.path(), study_options, Progress{});
  folder.commit();
  for (const FailedRun& failed : outcome.failed)
    std::cerr << "cadis: failed: " << failed.run << ": " << failed.reason << "\n";
  std::cerr << fmt::format("{}: {} cells and {} references, {} failed; see {}\n", study.name,
                           grid.cells, grid.runs.size() - grid.cells, outcome.failed.size(),
                           target.string());
  return outcome.failed.empty() ? 0 : 1;
}

}  // namespace cadis
