#include "study/study_tables.hpp"

#include <algorithm>
#include <limits>

#include "base/csv_file.hpp"
#include "report/comparison.hpp"
#include "study/plan.hpp"
#include "study/summary_codec.hpp"

namespace cadis {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t last_order = std::numeric_limits<std::int64_t>::max();

std::string axis_title(const std::string& key, const std::vector<std::string>& taken) {
  return std::find(taken.begin(), taken.end(), key) == taken.end() ? key : "axis_" + key;
}

/// The columns of the axes, told apart from others of the same name.
std::vector<std::string> axis_titles(const StudyTitle& title, const std::vector<std::string>& taken,
                                     bool has_policy) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < title.columns.size(); ++i) {
    if (has_policy || !title.is_policy[i]) list.push_back(axis_title(title.columns[i], taken));
  }
  return list;
}

void write_runs(const std::filesystem::path& file, const ResultStore& store,
                const StudyTitle& title, std::int64_t from, std::int64_t to) {
  const std::vector<std::string> columns = summary_columns();
  std::vector<std::string> header = axis_titles(title, columns, true);
  header.insert(header.end(), columns.begin(), columns.end());
  header.emplace_back("cell");
  CsvFile table(file, header);
  store.for_each_planned(from, to, [&](const ResultStore::Planned& run) {
    if (!run.summary) return;
    for (const std::string& cell : decode_planned(run.info).titles) table.row().cell(cell);
    write_summary_cells(table.row(), decode_summary(*run.summary));
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
    table.row().cell(run_id(run.key)).cell(describe(title, decode_planned(run.info)));
    table.row().cell(failure->reason).cell(failure->log);
    table.end_row();
  });
  table.commit();
}

/// A cell's run beside those it is compared with; nothing for one that has not run.
struct Compared {
  Summary run;
  std::optional<Summary> static_small, static_large, blind, static_mix, oracle;

  [[nodiscard]] static Outcome outcome(const Summary& summary) {
    return {summary.accuracy_served_pct, summary.carbon};
  }
  /// CEE against the smallest variant.
  [[nodiscard]] double cee_of(const std::optional<Summary>& summary) const {
    return summary && static_small ? cee_pct_per_g(outcome(*summary), outcome(*static_small))
                                   : undefined;
  }
  [[nodiscard]] double cee() const { return cee_of(run); }
  [[nodiscard]] double gain_over(const std::optional<Summary>& other) const {
    return cee_gain_pct(cee(), cee_of(other));
  }
  [[nodiscard]] static Grams carbon_of(const std::optional<Summary>& summary) {
    return summary ? summary->carbon : Grams{undefined};
  }
};

/// A figure of one run; the table has its mean over the seeds, and the interval where it is meant
/// to be quoted.
struct Figure {
  const char* title;
  bool has_interval;
  double (*of)(const Compared&);
};

/// comparisons.csv, figure by figure; a new one is a line.
const Figure figures[] = {
    {"served_pct", false,
     [](const Compared& c) {
       return c.run.arrivals > 0 ? 100 * c.run.served / c.run.arrivals : undefined;
     }},
    {"accuracy_served_pct", false, [](const Compared& c) { return c.run.accuracy_served_pct; }},
    {"carbon_g", false, [](const Compared& c) { return c.run.carbon.value(); }},
    {"switch_energy_j", false, [](const Compared& c) { return c.run.switch_energy.value(); }},
    {"cee_pct_per_g", true, [](const Compared& c) { return c.cee(); }},
    {"cee_gain_vs_static_large_pct", true,
     [](const Compared& c) { return c.gain_over(c.static_large); }},
    {"cee_gain_vs_blind_pct", true, [](const Compared& c) { return c.gain_over(c.blind); }},
    {"carbon_cut_vs_blind_pct", true,
     [](const Compared& c) { return carbon_cut_pct(c.run.carbon, c.carbon_of(c.blind)); }},
    {"carbon_cut_vs_static_mix_pct", true,
     [](const Compared& c) { return carbon_cut_pct(c.run.carbon, c.carbon_of(c.static_mix)); }},
    {"carbon_gap_to_oracle_pct", true,
     [](const Compared& c) { return carbon_gap_pct(c.run.carbon, c.carbon_of(c.oracle)); }},
};

std::optional<Summary> summary_of(const ResultStore& store, std::int64_t order) {
  if (order < 0) return std::nullopt;
  const auto found = store.planned(order);
  if (!found || !found->summary) return std::nullopt;
  return decode_summary(*found->summary);
}

/// comparisons.csv, filled point by point.
class Comparisons {
 public:
  Comparisons(const std::filesystem::path& file, const ResultStore& store, const StudyTitle& title)
      : store_(store), title_(title), table_(file, header(title)) {}

  void add(const ResultStore::Planned& run) {
    PlannedRun planned = decode_planned(run.info);
    // The seeds of one grid point stand side by side.
    if (point_ && point_->point != planned.point) end_point();
    if (run.summary) {
      Compared compared{decode_summary(*run.summary), {}, {}, {}, {}, {}};
      compared.static_small = summary_of(store_, planned.static_small);
      compared.static_large = summary_of(store_, planned.static_large);
      compared.blind = summary_of(store_, planned.blind);
      compared.static_mix = summary_of(store_, planned.static_mix);
      compared.oracle = summary_of(store_, planned.oracle);
      seeds_.push_back(std::move(compared));
    }
    point_ = std::move(planned);
  }

  void commit() {
    end_point();
    table_.commit();
  }

 private:
  static std::vector<std::string> header(const StudyTitle& title) {
    std::vector<std::string> own{"policy", "peeks", "seeds"};
    for (const Figure& figure : figures) own.emplace_back(figure.title);
    std::vector<std::string> list = axis_titles(title, own, false);
    list.insert(list.end(), {"policy", "peeks", "seeds"});
    for (const Figure& figure : figures) {
      const std::string name = figure.title;
      list.push_back(name);
      if (figure.has_interval) list.insert(list.end(), {name + "_lo", name + "_hi"});
    }
    return list;
  }

  void end_point() {
    if (seeds_.empty()) return;
    CsvWriter& row = table_.row();
    for (std::size_t column = 0; column < title_.columns.size(); ++column) {
      if (!title_.is_policy[column]) row.cell(point_->titles[column]);
    }
    row.cell(point_->policy)
        .cell(std::string_view{seeds_.back().run.peeks ? "true" : "false"})
        .cell(std::to_string(seeds_.size()));
    for (const Figure& figure : figures) {
      std::vector<double> values;
      for (const Compared& seed : seeds_) values.push_back(figure.of(seed));
      const Interval interval = mean_interval(values);
      row.cell(interval.mean);
      if (figure.has_interval) row.cell(interval.low).cell(interval.high);
    }
    table_.end_row();
    seeds_.clear();
  }

  const ResultStore& store_;
  const StudyTitle& title_;
  CsvFile table_;
  std::optional<PlannedRun> point_;
  std::vector<Compared> seeds_;
};

}  // namespace

void write_study_tables(const std::filesystem::path& folder, const ResultStore& store) {
  const StudyTitle title = read_title(store);
  write_runs(folder / "runs.csv", store, title, 0, first_reference);
  write_runs(folder / "references.csv", store, title, first_reference, last_order);
  write_failures(folder / "failures.csv", store, title);
  Comparisons comparisons(folder / "comparisons.csv", store, title);
  store.for_each_planned(0, first_reference,
                         [&](const ResultStore::Planned& run) { comparisons.add(run); });
  comparisons.commit();
}

}  // namespace cadis
