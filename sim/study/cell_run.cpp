#include "study/cell_run.hpp"

#include <unistd.h>

#include "base/output_file.hpp"
#include "report/outputs.hpp"
#include "study/worker.hpp"

namespace cadis {
namespace {

namespace fs = std::filesystem;

/// A cell's own tables, put in place as a whole. Of two processes that made the same, one wins.
void write_cell(const fs::path& folder, const Scenario& scenario, const RunResult& result,
                const Summary& summary) {
  const fs::path partial = folder.parent_path() / ("." + folder.filename().string() + ".partial-" +
                                                   std::to_string(getpid()));
  std::error_code error;
  fs::create_directories(partial, error);
  if (error) throw_unwritten(folder.string(), error.value());
  write_run_tables(partial, scenario, result, summary);
  std::error_code is_there;
  fs::rename(partial, folder, is_there);
  if (is_there) fs::remove_all(partial);
}

}  // namespace

Answer run_cell(const Grid& grid, const Run& run, const Summary* target,
                std::span<const PolicyInfo> policies, const fs::path& tables, bool keeps_days) {
  const Scenario scenario = resolve(make_cell(grid, run), target, policies);
  const RunResult result = run_here(scenario, policies);
  const Summary summary = summarize(scenario, result);
  if (!tables.empty()) write_cell(tables, scenario, result, summary);
  Answer answer{encode_summary(summary), {}};
  if (keeps_days) answer.days = encode_days(day_totals(scenario, result));
  return answer;
}

}  // namespace cadis
