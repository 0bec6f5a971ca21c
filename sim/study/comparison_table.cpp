#include "study/comparison_table.hpp"

#include <array>
#include <functional>

#include "base/csv_file.hpp"
#include "report/comparison.hpp"
#include "report/holm.hpp"
#include "report/sample.hpp"
#include "report/totals.hpp"
#include "report/undefined.hpp"
#include "study/group_columns.hpp"
#include "study/kept_run.hpp"

namespace cadis {
namespace {

/// A cell's run beside those it is compared with; nothing for one that has not run.
struct Compared {
  RunFigures run;
  bool is_static_large = false;  ///< itself
  std::optional<RunFigures> static_small, static_large, blind, static_mix, oracle;

  /// CEE against the smallest variant.
  [[nodiscard]] Figure cee_of(const std::optional<RunFigures>& one) const {
    return one && static_small ? cee_pct_per_g(one->outcome(), static_small->outcome()) : undefined;
  }
  [[nodiscard]] Figure cee() const { return cee_of(run); }
  [[nodiscard]] Figure gain_over(const std::optional<RunFigures>& other) const {
    return cee_gain_pct(cee(), cee_of(other));
  }
  [[nodiscard]] static Figure carbon_of(const std::optional<RunFigures>& one) {
    return one ? one->carbon_g : undefined;
  }
};

/// A figure of one run; the table has its mean over the seeds, and the interval where it is meant
/// to be quoted.
struct FigureColumn {
  const char* title;
  bool has_interval;
  Figure (*of)(const Compared&);
};

/// comparisons.csv, figure by figure; a new one is a line.
const FigureColumn figures[] = {
    {"served_pct", false, [](const Compared& c) { return 100 * c.run.served / c.run.arrivals; }},
    {"accuracy_served_pct", false, [](const Compared& c) { return c.run.accuracy_served_pct; }},
    {"carbon_g", false, [](const Compared& c) { return c.run.carbon_g; }},
    {"switch_energy_j", false, [](const Compared& c) { return c.run.switch_energy_j; }},
    {"cee_pct_per_g", true, [](const Compared& c) { return c.cee(); }},
    {"cee_gain_vs_static_large_pct", true,
     [](const Compared& c) { return c.gain_over(c.static_large); }},
    {"cee_gain_vs_blind_pct", true, [](const Compared& c) { return c.gain_over(c.blind); }},
    {"carbon_cut_vs_blind_pct", true,
     [](const Compared& c) { return carbon_cut_pct(c.run.carbon_g, c.carbon_of(c.blind)); }},
    {"carbon_cut_vs_static_mix_pct", true,
     [](const Compared& c) { return carbon_cut_pct(c.run.carbon_g, c.carbon_of(c.static_mix)); }},
    {"carbon_gap_to_oracle_pct", true,
     [](const Compared& c) { return carbon_gap_pct(c.run.carbon_g, c.carbon_of(c.oracle)); }},
};

/// A policy against one of its references, on the figure that says which is better.
struct Contrast {
  const char* reference;
  Goal goal;
  Figure (*of_run)(const Compared&);
  Figure (*of_reference)(const Compared&);
};

/// What verdicts are given on; a new one is a line. Of CEEs the gain, not the difference: the grid
/// scales both. The matched references have the accuracy of the policy, so fewer grams are better.
const Contrast contrasts[] = {
    {"static_large", Goal::more,
     [](const Compared& c) {
       return c.is_static_large ? Figure(undefined) : c.gain_over(c.static_large);
     },
     [](const Compared&) { return Figure(0); }},
    {"blind", Goal::less, [](const Compared& c) { return c.run.carbon_g; },
     [](const Compared& c) { return c.carbon_of(c.blind); }},
    {"static_mix", Goal::less, [](const Compared& c) { return c.run.carbon_g; },
     [](const Compared& c) { return c.carbon_of(c.static_mix); }},
};
using Differences = std::array<PairedDifference, std::size(contrasts)>;

/// A policy in a group.
struct Point {
  PlannedRun planned;
  bool peeks = false;
  Replicas<Compared> replicas;
};

Differences differences(const Replicas<Compared>& replicas) {
  Differences found;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Contrast& contrast = contrasts[i];
    found[i] = compare(replicas.sample(contrast.of_run), replicas.sample(contrast.of_reference),
                       contrast.goal);
  }
  return found;
}

/// Adds a run of the point, beside its references.
void add(Point& point, const ResultStore& store, const StudyTitle& title,
         const ResultStore::Planned& run) {
  const auto itself = kept_run(store, title, run);
  if (!itself) return;
  const PlannedRun& planned = point.planned;
  const std::array references{
      kept_run(store, title, planned.static_small), kept_run(store, title, planned.static_large),
      kept_run(store, title, planned.blind), kept_run(store, title, planned.static_mix),
      kept_run(store, title, planned.oracle)};
  const auto compared = [&](const auto& figures_in) {
    const auto other = [&](std::size_t i) {
      return references[i] ? std::optional(figures_in(*references[i])) : std::nullopt;
    };
    return Compared{figures_in(*itself),
                    planned.static_large == run.order,
                    other(0),
                    other(1),
                    other(2),
                    other(3),
                    other(4)};
  };
  point.peeks = itself->peeks;
  point.replicas.seeds.push_back(compared([](const KeptRun& kept) { return kept.figures; }));
  for (std::size_t day = 0; day < itself->without_day.size(); ++day) {
    point.replicas.without_day.push_back(
        compared([day](const KeptRun& kept) { return kept.without(day); }));
  }
}

/// Calls with each point of the grid that has run with at least one seed. The seeds of one point
/// stand side by side.
void for_each_point(const ResultStore& store, const StudyTitle& title,
                    const std::function<void(const Point&)>& call) {
  Point point;
  const auto end_point = [&] {
    if (!point.replicas.seeds.empty()) call(point);
    point = {};
  };
  store.for_each_planned(0, first_reference, [&](const ResultStore::Planned& run) {
    PlannedRun planned = decode_planned(run.info, title);
    if (point.planned.point != planned.point) end_point();
    point.planned = std::move(planned);
    add(point, store, title, run);
  });
  end_point();
}

std::vector<std::string> comparison_columns(const StudyTitle& title) {
  std::vector<std::string> own{"policy", "peeks", "seeds", "interval_over"};
  for (const FigureColumn& figure : figures) {
    const std::string name = figure.title;
    own.push_back(name);
    if (figure.has_interval) own.insert(own.end(), {name + "_lo", name + "_hi"});
  }
  for (const Contrast& contrast : contrasts) {
    own.push_back(std::string("probability_better_than_") + contrast.reference);
    own.push_back(std::string("verdict_vs_") + contrast.reference);
  }
  return group_header(title, own);
}

}  // namespace

void write_comparisons(const std::filesystem::path& file, const ResultStore& store,
                       const StudyTitle& title) {
  std::vector<Differences> all;  // by row
  for_each_point(store, title,
                 [&](const Point& point) { all.push_back(differences(point.replicas)); });
  std::array<std::vector<double>, std::size(contrasts)> corrected_p;
  for (std::size_t i = 0; i < std::size(contrasts); ++i) {
    std::vector<double> p_values;
    for (const Differences& row : all) p_values.push_back(row[i].p);
    corrected_p[i] = holm(p_values);
  }
  CsvFile table(file, comparison_columns(title));
  std::size_t at = 0;
  for_each_point(store, title, [&](const Point& point) {
    CsvWriter& row = table.row();
    write_group(row, title, point.planned);
    row.cell(point.planned.policy).cell(std::string_view{point.peeks ? "true" : "false"});
    row.cell(std::to_string(point.replicas.seeds.size())).cell(to_string(point.replicas.over()));
    for (const FigureColumn& figure : figures) {
      const Interval interval = mean_interval(point.replicas.sample(figure.of));
      row.cell(interval.mean);
      if (figure.has_interval) row.cell(interval.low).cell(interval.high);
    }
    for (std::size_t i = 0; i < std::size(contrasts); ++i) {
      const PairedDifference& difference = all[at][i];
      row.cell(difference.probability_better);
      row.cell(verdict(difference.difference.mean, corrected_p[i][at], contrasts[i].goal));
    }
    table.end_row();
    ++at;
  });
  table.commit();
}

}  // namespace cadis
