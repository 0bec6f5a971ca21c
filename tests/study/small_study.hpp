#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/csv.hpp"
#include "base/files.hpp"
#include "model/sample_documents.hpp"
#include "policies/registry.hpp"
#include "study/cell.hpp"
#include "study/study.hpp"
#include "study/study_folder.hpp"
#include "study/study_manifest.hpp"
#include "study/study_tables.hpp"

namespace cadis::test {

/// Half a day of one host at fluid, quickly run.
inline const std::string small_base = R"(cadis: 1
name: small
start: 2023-06-01T00:00:00Z
duration: 12 h
epoch: 1 h
seed: 7
fidelity: fluid
carbon: {climatology: GB-2023}
platform: devices.yaml
fleet: [{device: big}]
family: pair.yaml
arrivals: {process: poisson, rate_rps: 20}
policy: {name: static-small}
)";

inline const std::string study_head = "cadis: 1\nstudy: small\nbase: small.yaml\n";

/// A folder with small.yaml, what it needs, and studies to come.
struct SampleStudy : sample::Folder {
  SampleStudy() { write("small.yaml", small_base); }

  /// The study whose file is the common head and `rest`.
  [[nodiscard]] StudyFile study(const std::string& rest) const {
    return read_study(write("study.yaml", study_head + rest));
  }
  [[nodiscard]] Grid grid(const std::string& rest) const {
    return expand(study(rest), policies::registry());
  }

  /// Runs it into a folder of this name, and writes its tables.
  StudyOutcome run(const std::string& rest, const std::string& out,
                   const StudyOptions& options = {},
                   StudyFolder::Start start = StudyFolder::Start::fresh) const {
    const Grid expanded = grid(rest);
    StudyFolder folder(file(out), start, {});
    const StudyOutcome outcome = run_study(expanded, policies::registry(), file(out),
                                           folder.store(), options, [](const StudyProgress&) {});
    write_study_tables(file(out), folder.store());
    write_study_manifest(file(out), folder.store());
    return outcome;
  }
  [[nodiscard]] CsvTable table(const std::string& name) const { return CsvTable::read(file(name)); }
};

/// A run's scenario, of a matched one with some target.
inline Scenario scenario_of(const Grid& grid, std::size_t run) {
  return resolve(make_cell(grid, grid.runs[run]), nullptr, policies::registry());
}

inline std::vector<std::string> column(const CsvTable& table, const std::string& title) {
  std::vector<std::string> cells;
  for (std::size_t row = 0; row < table.rows(); ++row)
    cells.push_back(table.cell(row, table.column(title).value()));
  return cells;
}

}  // namespace cadis::test
