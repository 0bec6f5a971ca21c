#include "study/study_tables.hpp"

#include <algorithm>
#include <limits>

#include "report/comparison.hpp"

namespace cadis {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

std::string axis_title(const std::string& key, const std::vector<std::string>& taken) {
  return std::find(taken.begin(), taken.end(), key) == taken.end() ? key : "axis_" + key;
}

std::string format_rows(const Grid& grid, const RunRecords& records, std::size_t begin,
                        std::size_t end) {
  const std::vector<std::string> columns = summary_columns();
  std::vector<std::string> header;
  for (const Axis& axis : grid.axes) header.push_back(axis_title(axis.key, columns));
  header.insert(header.end(), columns.begin(), columns.end());
  header.emplace_back("cell");
  CsvWriter writer(header);
  for (std::size_t i = begin; i < end; ++i) {
    if (!records[i]) continue;
    for (const std::string& title : grid.runs[i].titles) writer.cell(title);
    write_summary_cells(writer, records[i]->summary);
    writer.cell(records[i]->id);
    writer.end_row();
  }
  return writer.text();
}

bool is_policy_axis(const Axis& axis) { return axis.key == "policy"; }

/// One column of comparisons.csv, computed per seed.
struct Figures {
  std::vector<double> served_pct, accuracy_pct, carbon_g, switch_j, cee, gain_large, gain_blind,
      cut_blind, cut_mix, gap_oracle;
};

class Comparer {
 public:
  Comparer(const Grid& grid, const RunRecords& records) : grid_(grid), records_(records) {}

  void add(std::size_t index, Figures& figures) const {
    const Summary& run = records_[index]->summary;
    const References& references = grid_.references[index];
    const double cee = cee_of(index, references.static_small);
    figures.served_pct.push_back(run.arrivals > 0 ? 100 * run.served / run.arrivals : undefined);
    figures.accuracy_pct.push_back(run.accuracy_served_pct);
    figures.carbon_g.push_back(run.carbon.value());
    figures.switch_j.push_back(run.switch_energy.value());
    figures.cee.push_back(cee);
    figures.gain_large.push_back(
        cee_gain_pct(cee, cee_of(references.static_large, references.static_small)));
    figures.gain_blind.push_back(
        cee_gain_pct(cee, cee_of(references.blind, references.static_small)));
    figures.cut_blind.push_back(carbon_cut_pct(run.carbon, carbon_of(references.blind)));
    figures.cut_mix.push_back(carbon_cut_pct(run.carbon, carbon_of(references.static_mix)));
    figures.gap_oracle.push_back(carbon_gap_pct(run.carbon, carbon_of(references.oracle)));
  }

 private:
  [[nodiscard]] bool has(std::optional<std::size_t> run) const { return run && records_[*run]; }
  [[nodiscard]] Grams carbon_of(std::optional<std::size_t> run) const {
    return has(run) ? records_[*run]->summary.carbon : Grams{undefined};
  }
  [[nodiscard]] Outcome outcome(std::size_t run) const {
    return {records_[run]->summary.accuracy_served_pct, records_[run]->summary.carbon};
  }
  [[nodiscard]] double cee_of(std::optional<std::size_t> run,
                              std::optional<std::size_t> smallest) const {
    return has(run) && has(smallest) ? cee_pct_per_g(outcome(*run), outcome(*smallest)) : undefined;
  }

  const Grid& grid_;
  const RunRecords& records_;
};

}  // namespace

std::string format_runs(const Grid& grid, const RunRecords& records) {
  return format_rows(grid, records, 0, grid.cells);
}

std::string format_references(const Grid& grid, const RunRecords& records) {
  return format_rows(grid, records, grid.cells, grid.runs.size());
}

std::string format_comparisons(const Grid& grid, const RunRecords& records) {
  const std::vector<std::string> own{
      "policy",   "peeks",          "seeds", "served_pct", "accuracy_served_pct",
      "carbon_g", "switch_energy_j"};
  const std::vector<std::string> compared{
      "cee_pct_per_g",           "cee_gain_vs_static_large_pct", "cee_gain_vs_blind_pct",
      "carbon_cut_vs_blind_pct", "carbon_cut_vs_static_mix_pct", "carbon_gap_to_oracle_pct"};
  std::vector<std::string> header;
  for (const Axis& axis : grid.axes) {
    if (!is_policy_axis(axis)) header.push_back(axis_title(axis.key, own));
  }
  header.insert(header.end(), own.begin(), own.end());
  for (const std::string& name : compared)
    header.insert(header.end(), {name, name + "_lo", name + "_hi"});

  CsvWriter writer(header);
  const Comparer comparer(grid, records);
  for (std::size_t first = 0; first < grid.cells;) {
    // The seeds of one grid point stand side by side.
    const Cell& cell = grid.runs[first];
    std::size_t end = first;
    Figures figures;
    const Summary* some = nullptr;
    for (; end < grid.cells && grid.runs[end].titles == cell.titles; ++end) {
      if (!records[end]) continue;
      some = &records[end]->summary;
      comparer.add(end, figures);
    }
    first = end;
    if (some == nullptr) continue;
    for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
      if (!is_policy_axis(grid.axes[axis])) writer.cell(cell.titles[axis]);
    }
    writer.cell(cell.policy.label).cell(std::string_view{some->peeks ? "true" : "false"});
    writer.cell(std::to_string(figures.carbon_g.size()));
    for (const auto* values :
         {&figures.served_pct, &figures.accuracy_pct, &figures.carbon_g, &figures.switch_j}) {
      writer.cell(mean_interval(*values).mean);
    }
    for (const auto* values : {&figures.cee, &figures.gain_large, &figures.gain_blind,
                               &figures.cut_blind, &figures.cut_mix, &figures.gap_oracle}) {
      const Interval interval = mean_interval(*values);
      writer.cell(interval.mean).cell(interval.low).cell(interval.high);
    }
    writer.end_row();
  }
  return writer.text();
}

}  // namespace cadis
