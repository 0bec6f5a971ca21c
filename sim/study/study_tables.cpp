#include "study/study_tables.hpp"

#include <limits>

#include "base/csv_file.hpp"
#include "study/comparison_table.hpp"
#include "study/flip_table.hpp"
#include "study/group_columns.hpp"
#include "study/pair_table.hpp"
#include "study/plan.hpp"
#include "study/summary_codec.hpp"

namespace cadis {
namespace {

constexpr std::int64_t last_order = std::numeric_limits<std::int64_t>::max();

void write_runs(const std::filesystem::path& file, const ResultStore& store,
                const StudyTitle& title, std::int64_t from, std::int64_t to) {
  const std::vector<std::string> columns = summary_columns(title.counted);
  std::vector<std::string> header;
  for (const std::string& column : title.columns) header.push_back(axis_title(column, columns));
  header.insert(header.end(), columns.begin(), columns.end());
  header.emplace_back("cell");
  CsvFile table(file, header);
  store.for_each_planned(from, to, [&](const ResultStore::Planned& run) {
    if (!run.summary) return;
    for (const std::string& cell : decode_planned(run.info, title).titles) table.row().cell(cell);
    write_summary_cells(table.row(), decode_summary(*run.summary), title.counted);
    table.row().cell(run_id(run.key));
    table.end_row();
  });
  table.commit();
}

void write_failures(const std::filesystem::path& file, const ResultStore& store,
                    const StudyTitle& title) {
  CsvFile table(file, {"cell", "run", "reason", "log"});
  store.for_each_planned(0, last_order, [&](const ResultStore::Planned& run) {
    if (run.summary) return;
    const auto failure = store.failure(run.key);
    if (!failure) return;
    table.row().cell(run_id(run.key)).cell(describe(title, decode_planned(run.info, title)));
    table.row().cell(failure->reason).cell(failure->log);
    table.end_row();
  });
  table.commit();
}

}  // namespace

void write_study_tables(const std::filesystem::path& folder, const ResultStore& store) {
  const StudyTitle title = read_title(store);
  write_runs(folder / "runs.csv", store, title, 0, first_reference);
  write_runs(folder / "references.csv", store, title, first_reference, last_order);
  write_failures(folder / "failures.csv", store, title);
  write_comparisons(folder / "comparisons.csv", store, title);
  write_pairs(folder / "pairs.csv", store, title);
  if (has_draws(title))
    write_flips(folder / "flips.csv", store, title);
  else
    std::filesystem::remove(folder / "flips.csv");  // of a grid that had them
}

}  // namespace cadis
