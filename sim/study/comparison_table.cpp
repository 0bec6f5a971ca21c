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
  const char *begin, *end;  ///< of its title, the name of a signal between them
  bool has_interval;
  bool is_counted;  ///< given by every signal of `count_by` as well
  Figure (*of)(const Compared&);

  [[nodiscard]] std::string title() const { return std::string(begin) + end; }
  [[nodiscard]] std::string title(const std::string& signal) const {
    return std::string(begin) + "_" + signal + end;
  }
};

/// comparisons.csv, figure by figure; a new one is a line. The oracle is best by the signal that it
/// sees alone, so nothing is said of the gap to it by others.
const FigureColumn figures[] = {
    {"served", "_pct", false, false,
     [](const Compared& c) { return 100 * c.run.served / c.run.arrivals; }},
    {"accuracy", "_served_pct", false, false,
     [](const Compared& c) { return c.run.accuracy_served_pct; }},
    {"carbon", "_g", false, true, [](const Compared& c) { return c.run.carbon_g; }},
    {"switch_energy", "_j", false, false, [](const Compared& c) { return c.run.switch_energy_j; }},
    {"cee", "_pct_per_g", true, true, [](const Compared& c) { return c.cee(); }},
    {"cee", "_gain_vs_static_large_pct", true, true,
     [](const Compared& c) { return c.gain_over(c.static_large); }},
    {"cee", "_gain_vs_blind_pct", true, true,
     [](const Compared& c) { return c.gain_over(c.blind); }},
    {"carbon", "_cut_vs_blind_pct", true, true,
     [](const Compared& c) { return carbon_cut_pct(c.run.carbon_g, c.carbon_of(c.blind)); }},
    {"carbon", "_cut_vs_static_mix_pct", true, true,
     [](const Compared& c) { return carbon_cut_pct(c.run.carbon_g, c.carbon_of(c.static_mix)); }},
    {"carbon", "_gap_to_oracle_pct", true, false,
     [](const Compared& c) { return carbon_gap_pct(c.run.carbon_g, c.carbon_of(c.oracle)); }},
    {"carbon", "_cut_vs_static_large_pct", true, true,
     [](const Compared& c) { return carbon_cut_pct(c.run.carbon_g, c.carbon_of(c.static_large)); }},
};

/// The same runs, their grams those by another signal.
Compared counted_by(const Compared& compared, std::size_t signal) {
  const auto other = [signal](const std::optional<RunFigures>& one) {
    return one ? std::optional(counted_by(*one, signal)) : std::nullopt;
  };
  return {counted_by(compared.run, signal),
          compared.is_static_large,
          other(compared.static_small),
          other(compared.static_large),
          other(compared.blind),
          other(compared.static_mix),
          other(compared.oracle)};
}

Replicas<Compared> counted_by(const Replicas<Compared>& replicas, std::size_t signal) {
  Replicas<Compared> others;
  for (const Compared& one : replicas.seeds) others.seeds.push_back(counted_by(one, signal));
  for (const Compared& one : replicas.without_day)
    others.without_day.push_back(counted_by(one, signal));
  return others;
}

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

void add_titles(const FigureColumn& figure, const std::string& name,
                std::vector<std::string>& titles) {
  titles.push_back(name);
  if (figure.has_interval) titles.insert(titles.end(), {name + "_lo", name + "_hi"});
}

std::vector<std::string> comparison_columns(const StudyTitle& title) {
  std::vector<std::string> own{"policy", "peeks", "seeds", "interval_over"};
  for (const FigureColumn& figure : figures) add_titles(figure, figure.title(), own);
  for (const Contrast& contrast : contrasts) {
    own.push_back(std::string("probability_better_than_") + contrast.reference);
    own.push_back(std::string("verdict_vs_") + contrast.reference);
  }
  for (const std::string& signal : title.counted) {
    for (const FigureColumn& figure : figures) {
      if (figure.is_counted) add_titles(figure, figure.title(signal), own);
    }
  }
  return group_header(title, own);
}

void write_figure(CsvWriter& row, const FigureColumn& figure, const Replicas<Compared>& replicas) {
  const Interval interval = mean_interval(replicas.sample(figure.of));
  row.cell(interval.mean);
  if (figure.has_interval) row.cell(interval.low).cell(interval.high);
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
    for (const FigureColumn& figure : figures) write_figure(row, figure, point.replicas);
    for (std::size_t i = 0; i < std::size(contrasts); ++i) {
      const PairedDifference& difference = all[at][i];
      row.cell(difference.probability_better);
      row.cell(verdict(difference.difference.mean, corrected_p[i][at], contrasts[i].goal));
    }
    for (std::size_t signal = 0; signal < title.counted.size(); ++signal) {
      const Replicas<Compared> replicas = counted_by(point.replicas, signal);
      for (const FigureColumn& figure : figures) {
        if (figure.is_counted) write_figure(row, figure, replicas);
      }
    }
    table.end_row();
    ++at;
  });
  table.commit();
}

}  // namespace cadis
