#include "study/comparison_table.hpp"

#include <array>
#include <functional>
#include <limits>

#include "base/csv_file.hpp"
#include "report/comparison.hpp"
#include "report/holm.hpp"
#include "report/paired.hpp"
#include "study/summary_codec.hpp"

namespace cadis {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// A cell's run beside those it is compared with; nothing for one that has not run.
struct Compared {
  Summary run;
  bool is_static_large = false;  ///< itself
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

/// A policy against one of its references, on the figure that says which is better.
struct Contrast {
  const char* reference;
  Goal goal;
  double (*of_run)(const Compared&);
  double (*of_reference)(const Compared&);
};

/// What verdicts are given on; a new one is a line. The matched references have the accuracy of the
/// policy, so fewer grams are better.
const Contrast contrasts[] = {
    {"static_large", Goal::more,
     [](const Compared& c) { return c.is_static_large ? undefined : c.cee(); },
     [](const Compared& c) { return c.cee_of(c.static_large); }},
    {"blind", Goal::less, [](const Compared& c) { return c.run.carbon.value(); },
     [](const Compared& c) { return c.carbon_of(c.blind).value(); }},
    {"static_mix", Goal::less, [](const Compared& c) { return c.run.carbon.value(); },
     [](const Compared& c) { return c.carbon_of(c.static_mix).value(); }},
};
using Differences = std::array<PairedDifference, std::size(contrasts)>;

Differences differences(const std::vector<Compared>& seeds) {
  Differences found;
  for (std::size_t i = 0; i < found.size(); ++i) {
    std::vector<double> run, reference;
    for (const Compared& seed : seeds) {
      run.push_back(contrasts[i].of_run(seed));
      reference.push_back(contrasts[i].of_reference(seed));
    }
    found[i] = compare_seeds(run, reference, contrasts[i].goal);
  }
  return found;
}

std::optional<Summary> summary_of(const ResultStore& store, std::int64_t order) {
  if (order < 0) return std::nullopt;
  const auto found = store.planned(order);
  if (!found || !found->summary) return std::nullopt;
  return decode_summary(*found->summary);
}

Compared compare(const ResultStore& store, const ResultStore::Planned& run,
                 const PlannedRun& planned) {
  return {decode_summary(*run.summary),
          planned.static_large == run.order,
          summary_of(store, planned.static_small),
          summary_of(store, planned.static_large),
          summary_of(store, planned.blind),
          summary_of(store, planned.static_mix),
          summary_of(store, planned.oracle)};
}

/// Calls with each point of the grid and its seeds that have run, at least one. The seeds of one
/// point stand side by side.
void for_each_point(
    const ResultStore& store,
    const std::function<void(const PlannedRun&, const std::vector<Compared>&)>& call) {
  std::optional<PlannedRun> point;
  std::vector<Compared> seeds;
  const auto end_point = [&] {
    if (!seeds.empty()) call(*point, seeds);
    seeds.clear();
  };
  store.for_each_planned(0, first_reference, [&](const ResultStore::Planned& run) {
    PlannedRun planned = decode_planned(run.info);
    if (point && point->point != planned.point) end_point();
    if (run.summary) seeds.push_back(compare(store, run, planned));
    point = std::move(planned);
  });
  end_point();
}

std::vector<std::string> header(const StudyTitle& title) {
  std::vector<std::string> own{"policy", "peeks", "seeds"};
  for (const Figure& figure : figures) {
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

std::vector<std::string> group_header(const StudyTitle& title,
                                      const std::vector<std::string>& own) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < title.columns.size(); ++i) {
    if (!title.is_policy[i]) list.push_back(axis_title(title.columns[i], own));
  }
  list.insert(list.end(), own.begin(), own.end());
  return list;
}

void write_comparisons(const std::filesystem::path& file, const ResultStore& store,
                       const StudyTitle& title) {
  std::vector<Differences> all;  // by row
  for_each_point(store, [&](const PlannedRun&, const std::vector<Compared>& seeds) {
    all.push_back(differences(seeds));
  });
  std::array<std::vector<double>, std::size(contrasts)> corrected_p;
  for (std::size_t i = 0; i < std::size(contrasts); ++i) {
    std::vector<double> p_values;
    for (const Differences& row : all) p_values.push_back(row[i].p);
    corrected_p[i] = holm(p_values);
  }
  CsvFile table(file, header(title));
  std::size_t at = 0;
  for_each_point(store, [&](const PlannedRun& point, const std::vector<Compared>& seeds) {
    CsvWriter& row = table.row();
    for (std::size_t column = 0; column < title.columns.size(); ++column) {
      if (!title.is_policy[column]) row.cell(point.titles[column]);
    }
    row.cell(point.policy).cell(std::string_view{seeds.back().run.peeks ? "true" : "false"});
    row.cell(std::to_string(seeds.size()));
    for (const Figure& figure : figures) {
      std::vector<double> values;
      for (const Compared& seed : seeds) values.push_back(figure.of(seed));
      const Interval interval = mean_interval(values);
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
