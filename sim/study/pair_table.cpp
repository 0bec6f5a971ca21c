#include "study/pair_table.hpp"

#include <array>
#include <functional>
#include <limits>
#include <map>
#include <unordered_map>
#include <vector>

#include "base/csv_file.hpp"
#include "report/comparison.hpp"
#include "report/holm.hpp"
#include "report/paired.hpp"
#include "study/comparison_table.hpp"
#include "study/summary_codec.hpp"

namespace cadis {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// A run beside the smallest variant of its group and seed, if that has run.
struct Beside {
  Summary run;
  std::optional<Summary> static_small;
};

/// What two policies are compared on; a new one is a line.
struct Measure {
  const char* title;
  Goal goal;
  double (*of)(const Beside&);
};
const Measure measures[] = {
    {"accuracy_served_pct", Goal::more, [](const Beside& b) { return b.run.accuracy_served_pct; }},
    {"carbon_g", Goal::less, [](const Beside& b) { return b.run.carbon.value(); }},
    {"cee_pct_per_g", Goal::more,
     [](const Beside& b) {
       if (!b.static_small) return undefined;
       return cee_pct_per_g({b.run.accuracy_served_pct, b.run.carbon},
                            {b.static_small->accuracy_served_pct, b.static_small->carbon});
     }},
};

/// A policy in a group: the orders of its runs, one a seed.
using Orders = std::vector<std::int64_t>;
/// The policies of a group, in the order of the grid.
using Group = std::vector<Orders>;

/// The groups in the order in which the grid names them.
std::vector<Group> read_groups(const ResultStore& store) {
  std::vector<Group> groups;
  std::unordered_map<std::uint64_t, std::size_t> place;  // of a group
  std::uint64_t point = std::numeric_limits<std::uint64_t>::max();
  store.for_each_planned(0, first_reference, [&](const ResultStore::Planned& run) {
    const PlannedRun planned = decode_planned(run.info);
    const auto [found, is_new] = place.emplace(planned.group, groups.size());
    if (is_new) groups.emplace_back();
    Group& group = groups[found->second];
    if (planned.point != point) group.emplace_back();
    point = planned.point;
    group.back().push_back(run.order);
  });
  return groups;
}

/// A policy's runs by seed.
struct Runs {
  PlannedRun planned;
  std::map<std::uint64_t, Beside> by_seed;
};

Runs read_runs(const ResultStore& store, const Orders& orders) {
  Runs runs;
  for (const std::int64_t order : orders) {
    const auto run = store.planned(order);
    if (!run) continue;
    runs.planned = decode_planned(run->info);
    if (!run->summary) continue;
    Beside beside{decode_summary(*run->summary), {}};
    if (runs.planned.static_small >= 0) {
      const auto small = store.planned(runs.planned.static_small);
      if (small && small->summary) beside.static_small = decode_summary(*small->summary);
    }
    runs.by_seed.emplace(runs.planned.seed.value_or(0), std::move(beside));
  }
  return runs;
}

struct Pair {
  const PlannedRun& a;
  const PlannedRun& b;
  std::array<PairedDifference, std::size(measures)> differences;
  std::array<double, std::size(measures)> mean_a, mean_b;
};

double mean(const std::vector<double>& values) { return mean_interval(values).mean; }

Pair compare(const Runs& a, const Runs& b) {
  Pair pair{a.planned, b.planned, {}, {}, {}};
  for (std::size_t i = 0; i < std::size(measures); ++i) {
    std::vector<double> of_a, of_b;
    for (const auto& [seed, beside] : a.by_seed) {
      const auto other = b.by_seed.find(seed);
      if (other == b.by_seed.end()) continue;
      of_a.push_back(measures[i].of(beside));
      of_b.push_back(measures[i].of(other->second));
    }
    pair.differences[i] = compare_seeds(of_a, of_b, measures[i].goal);
    pair.mean_a[i] = mean(of_a);
    pair.mean_b[i] = mean(of_b);
  }
  return pair;
}

void for_each_pair(const ResultStore& store, const std::vector<Group>& groups,
                   const std::function<void(const Pair&)>& call) {
  for (const Group& group : groups) {
    std::vector<Runs> policies;
    for (const Orders& orders : group) policies.push_back(read_runs(store, orders));
    for (std::size_t a = 0; a < policies.size(); ++a) {
      for (std::size_t b = a + 1; b < policies.size(); ++b) {
        const bool have_run = !policies[a].by_seed.empty() && !policies[b].by_seed.empty();
        if (have_run) call(compare(policies[a], policies[b]));
      }
    }
  }
}

std::vector<std::string> header(const StudyTitle& title) {
  const std::vector<std::string> own{"policy_a",
                                     "policy_b",
                                     "figure",
                                     "seeds",
                                     "mean_a",
                                     "mean_b",
                                     "difference",
                                     "difference_lo",
                                     "difference_hi",
                                     "p_corrected",
                                     "probability_a_better",
                                     "verdict_a"};
  return group_header(title, own);
}

}  // namespace

void write_pairs(const std::filesystem::path& file, const ResultStore& store,
                 const StudyTitle& title) {
  const std::vector<Group> groups = read_groups(store);
  std::array<std::vector<double>, std::size(measures)> corrected_p;
  for_each_pair(store, groups, [&](const Pair& pair) {
    for (std::size_t i = 0; i < std::size(measures); ++i) {
      corrected_p[i].push_back(pair.differences[i].p);
    }
  });
  for (auto& p_values : corrected_p) p_values = holm(p_values);
  CsvFile table(file, header(title));
  std::size_t at = 0;
  for_each_pair(store, groups, [&](const Pair& pair) {
    for (std::size_t i = 0; i < std::size(measures); ++i) {
      CsvWriter& row = table.row();
      for (std::size_t column = 0; column < title.columns.size(); ++column) {
        if (!title.is_policy[column]) row.cell(pair.a.titles[column]);
      }
      const PairedDifference& found = pair.differences[i];
      row.cell(pair.a.policy).cell(pair.b.policy).cell(std::string_view{measures[i].title});
      row.cell(std::to_string(found.pairs)).cell(pair.mean_a[i]).cell(pair.mean_b[i]);
      row.cell(found.difference.mean).cell(found.difference.low).cell(found.difference.high);
      row.cell(corrected_p[i][at]).cell(found.probability_better);
      row.cell(verdict(found.difference.mean, corrected_p[i][at], measures[i].goal));
      table.end_row();
    }
    ++at;
  });
  table.commit();
}

}  // namespace cadis
