#include "study/policy_groups.hpp"

#include <limits>
#include <unordered_map>

#include "report/comparison.hpp"
#include "report/undefined.hpp"
#include "study/kept_run.hpp"

namespace cadis {

std::vector<Group> read_groups(const ResultStore& store, const StudyTitle& title) {
  std::vector<Group> groups;
  std::unordered_map<std::uint64_t, std::size_t> place;  // of a group
  std::uint64_t point = std::numeric_limits<std::uint64_t>::max();
  store.for_each_planned(0, first_reference, [&](const ResultStore::Planned& run) {
    const PlannedRun planned = decode_planned(run.info, title);
    const auto [found, is_new] = place.emplace(planned.group, groups.size());
    if (is_new) groups.emplace_back();
    Group& group = groups[found->second];
    if (planned.point != point || group.empty()) group.emplace_back();
    point = planned.point;
    group.back().push_back(run.order);
  });
  return groups;
}

PolicyRuns read_runs(const ResultStore& store, const StudyTitle& title, const Orders& orders) {
  PolicyRuns runs;
  const auto add = [&](const ResultStore::Planned& run) {
    runs.planned = decode_planned(run.info, title);
    const auto kept = kept_run(store, title, run);
    if (!kept) return;
    const auto small = kept_run(store, title, runs.planned.static_small);
    const auto beside = [&](const auto& figures) {
      return Beside{figures(*kept), small ? std::optional(figures(*small)) : std::nullopt};
    };
    runs.by_seed.emplace(runs.planned.seed.value_or(0),
                         beside([](const KeptRun& one) { return one.figures; }));
    for (std::size_t day = 0; day < kept->without_day.size(); ++day) {
      runs.without_day.push_back(beside([day](const KeptRun& one) { return one.without(day); }));
    }
  };
  for (const std::int64_t order : orders) {
    if (const auto run = store.planned(order))
      store.checked("run " + std::to_string(order) + " of its plan", [&] { add(*run); });
  }
  return runs;
}

Matched match(const PolicyRuns& a, const PolicyRuns& b) {
  Matched matched;
  for (const auto& [seed, beside] : a.by_seed) {
    const auto other = b.by_seed.find(seed);
    if (other == b.by_seed.end()) continue;
    matched.a.seeds.push_back(beside);
    matched.b.seeds.push_back(other->second);
  }
  if (matched.a.seeds.size() == 1) {
    matched.a.without_day = a.without_day;
    matched.b.without_day = b.without_day;
  }
  return matched;
}

const std::vector<Measure>& measures() {
  static const std::vector<Measure> all{
      {"accuracy_served_pct", Goal::more,
       [](const Beside& b) { return b.run.accuracy_served_pct; }},
      {"carbon_g", Goal::less, [](const Beside& b) { return b.run.carbon_g; }},
      {"cee_pct_per_g", Goal::more,
       [](const Beside& b) {
         return b.static_small ? cee_pct_per_g(b.run.outcome(), b.static_small->outcome())
                               : Figure(undefined);
       }},
  };
  return all;
}

}  // namespace cadis
