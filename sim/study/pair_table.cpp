#include "study/pair_table.hpp"

#include <functional>
#include <vector>

#include "base/csv_file.hpp"
#include "report/holm.hpp"
#include "report/paired.hpp"
#include "study/group_columns.hpp"
#include "study/policy_groups.hpp"

namespace cadis {
namespace {

/// Two policies of a group, by one measure.
struct Pair {
  const PlannedRun& a;
  const PlannedRun& b;
  std::size_t measure;
  std::size_t seeds;
  Over over;
  double mean_a, mean_b;
  PairedDifference found;
};

void compare(const PolicyRuns& a, const PolicyRuns& b,
             const std::function<void(const Pair&)>& call) {
  const Matched matched = match(a, b);
  for (std::size_t i = 0; i < measures().size(); ++i) {
    const Measure& measure = measures()[i];
    const Sample of_a = matched.a.sample(measure.of), of_b = matched.b.sample(measure.of);
    call({a.planned, b.planned, i, matched.a.seeds.size(), of_a.over(), mean_interval(of_a).mean,
          mean_interval(of_b).mean, cadis::compare(of_a, of_b, measure.goal)});
  }
}

void for_each_pair(const ResultStore& store, const StudyTitle& title,
                   const std::vector<Group>& groups, const std::function<void(const Pair&)>& call) {
  for (const Group& group : groups) {
    std::vector<PolicyRuns> policies;
    for (const Orders& orders : group) policies.push_back(read_runs(store, title, orders));
    for (std::size_t a = 0; a < policies.size(); ++a) {
      for (std::size_t b = a + 1; b < policies.size(); ++b) {
        const bool have_run = !policies[a].by_seed.empty() && !policies[b].by_seed.empty();
        if (have_run) compare(policies[a], policies[b], call);
      }
    }
  }
}

std::vector<std::string> pair_columns(const StudyTitle& title) {
  const std::vector<std::string> own{"policy_a",      "policy_b",      "figure",
                                     "seeds",         "interval_over", "mean_a",
                                     "mean_b",        "difference",    "difference_lo",
                                     "difference_hi", "p_corrected",   "probability_a_better",
                                     "verdict_a"};
  return group_header(title, own);
}

}  // namespace

void write_pairs(const std::filesystem::path& file, const ResultStore& store,
                 const StudyTitle& title) {
  const std::vector<Group> groups = read_groups(store, title);
  std::vector<std::vector<double>> corrected_p(measures().size());  // by measure, in pairs' order
  for_each_pair(store, title, groups,
                [&](const Pair& pair) { corrected_p[pair.measure].push_back(pair.found.p); });
  for (auto& p_values : corrected_p) p_values = holm(p_values);
  CsvFile table(file, pair_columns(title));
  std::vector<std::size_t> at(measures().size());
  for_each_pair(store, title, groups, [&](const Pair& pair) {
    const double p = corrected_p[pair.measure][at[pair.measure]++];
    const Measure& measure = measures()[pair.measure];
    CsvWriter& row = table.row();
    write_group(row, title, pair.a);
    row.cell(pair.a.policy).cell(pair.b.policy).cell(std::string_view{measure.title});
    row.cell(std::to_string(pair.seeds)).cell(to_string(pair.over));
    row.cell(pair.mean_a).cell(pair.mean_b);
    const Interval& difference = pair.found.difference;
    row.cell(difference.mean).cell(difference.low).cell(difference.high);
    row.cell(p).cell(pair.found.probability_better);
    row.cell(verdict(difference.mean, p, measure.goal));
    table.end_row();
  });
  table.commit();
}

}  // namespace cadis
