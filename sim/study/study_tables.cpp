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

/// Runs beside what they are compared with. What needs a run that is missing is undefined.
class Comparer {
 public:
  Comparer(const Grid& grid, const RunRecords& records) : grid_(grid), records_(records) {}

  [[nodiscard]] const Summary& run(std::size_t index) const { return records_[index]->summary; }
  [[nodiscard]] const References& references(std::size_t index) const {
    return grid_.references[index];
  }
  [[nodiscard]] Grams carbon_of(std::optional<std::size_t> index) const {
    return has(index) ? run(*index).carbon : Grams{undefined};
  }
  /// CEE against the smallest variant of `index`'s group.
  [[nodiscard]] double cee_of(std::optional<std::size_t> run, std::size_t index) const {
    const auto smallest = references(index).static_small;
    return has(run) && has(smallest) ? cee_pct_per_g(outcome(*run), outcome(*smallest)) : undefined;
  }
  [[nodiscard]] double gain_over(std::optional<std::size_t> other, std::size_t index) const {
    return cee_gain_pct(cee_of(index, index), cee_of(other, index));
  }

 private:
  [[nodiscard]] bool has(std::optional<std::size_t> index) const {
    return index && records_[*index];
  }
  [[nodiscard]] Outcome outcome(std::size_t index) const {
    return {run(index).accuracy_served_pct, run(index).carbon};
  }

  const Grid& grid_;
  const RunRecords& records_;
};

/// A figure of one run; the table has its mean over the seeds, and the interval where it is meant
/// to be quoted.
struct Figure {
  const char* title;
  bool has_interval;
  double (*of)(const Comparer&, std::size_t run);
};

/// comparisons.csv, figure by figure; a new one is a line.
const Figure figures[] = {
    {"served_pct", false,
     [](const Comparer& c, std::size_t i) {
       return c.run(i).arrivals > 0 ? 100 * c.run(i).served / c.run(i).arrivals : undefined;
     }},
    {"accuracy_served_pct", false,
     [](const Comparer& c, std::size_t i) { return c.run(i).accuracy_served_pct; }},
    {"carbon_g", false, [](const Comparer& c, std::size_t i) { return c.run(i).carbon.value(); }},
    {"switch_energy_j", false,
     [](const Comparer& c, std::size_t i) { return c.run(i).switch_energy.value(); }},
    {"cee_pct_per_g", true, [](const Comparer& c, std::size_t i) { return c.cee_of(i, i); }},
    {"cee_gain_vs_static_large_pct", true,
     [](const Comparer& c, std::size_t i) { return c.gain_over(c.references(i).static_large, i); }},
    {"cee_gain_vs_blind_pct", true,
     [](const Comparer& c, std::size_t i) { return c.gain_over(c.references(i).blind, i); }},
    {"carbon_cut_vs_blind_pct", true,
     [](const Comparer& c, std::size_t i) {
       return carbon_cut_pct(c.run(i).carbon, c.carbon_of(c.references(i).blind));
     }},
    {"carbon_cut_vs_static_mix_pct", true,
     [](const Comparer& c, std::size_t i) {
       return carbon_cut_pct(c.run(i).carbon, c.carbon_of(c.references(i).static_mix));
     }},
    {"carbon_gap_to_oracle_pct", true,
     [](const Comparer& c, std::size_t i) {
       return carbon_gap_pct(c.run(i).carbon, c.carbon_of(c.references(i).oracle));
     }},
};

}  // namespace

std::string format_runs(const Grid& grid, const RunRecords& records) {
  return format_rows(grid, records, 0, grid.cells);
}

std::string format_references(const Grid& grid, const RunRecords& records) {
  return format_rows(grid, records, grid.cells, grid.runs.size());
}

std::string format_comparisons(const Grid& grid, const RunRecords& records) {
  std::vector<std::string> own{"policy", "peeks", "seeds"};
  for (const Figure& figure : figures) own.emplace_back(figure.title);
  std::vector<std::string> header;
  for (const Axis& axis : grid.axes) {
    if (!is_policy_axis(axis)) header.push_back(axis_title(axis.key, own));
  }
  header.insert(header.end(), {"policy", "peeks", "seeds"});
  for (const Figure& figure : figures) {
    const std::string title = figure.title;
    header.push_back(title);
    if (figure.has_interval) header.insert(header.end(), {title + "_lo", title + "_hi"});
  }

  CsvWriter writer(header);
  const Comparer comparer(grid, records);
  for (std::size_t first = 0; first < grid.cells;) {
    // The seeds of one grid point stand side by side.
    const Cell& cell = grid.runs[first];
    std::vector<std::size_t> seeds;
    for (; first < grid.cells && grid.runs[first].titles == cell.titles; ++first) {
      if (records[first]) seeds.push_back(first);
    }
    if (seeds.empty()) continue;
    for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
      if (!is_policy_axis(grid.axes[axis])) writer.cell(cell.titles[axis]);
    }
    const bool peeks = comparer.run(seeds.back()).peeks;
    writer.cell(cell.policy.label).cell(std::string_view{peeks ? "true" : "false"});
    writer.cell(std::to_string(seeds.size()));
    for (const Figure& figure : figures) {
      std::vector<double> values;
      for (const std::size_t run : seeds) values.push_back(figure.of(comparer, run));
      const Interval interval = mean_interval(values);
      writer.cell(interval.mean);
      if (figure.has_interval) writer.cell(interval.low).cell(interval.high);
    }
    writer.end_row();
  }
  return writer.text();
}

}  // namespace cadis
