#include "study/flip_table.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/csv_file.hpp"
#include "report/rank_flip.hpp"
#include "study/group_columns.hpp"
#include "study/policy_groups.hpp"

namespace cadis {
namespace {

constexpr const char* draw_column = "jitter.seed";
constexpr const char* as_given = "0";

std::size_t column_of_draws(const StudyTitle& title) {
  const auto& columns = title.columns;
  return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), draw_column) -
                                  columns.begin());
}

/// The title as it is without the draws: what tells groups of draws apart.
StudyTitle without_draws(StudyTitle title) {
  title.is_policy[column_of_draws(title)] = true;  // left out, like the axis of policies
  return title;
}

/// The labels of two policies and the place of a measure.
struct Key {
  std::string a, b;
  std::size_t measure;
  auto operator<=>(const Key&) const = default;
};

/// The pairs of a group's policies, with A - B by measure.
using ByPair = std::vector<std::pair<Key, double>>;

ByPair differences(const std::vector<PolicyRuns>& policies) {
  ByPair list;
  for (std::size_t a = 0; a < policies.size(); ++a) {
    for (std::size_t b = a + 1; b < policies.size(); ++b) {
      const Matched matched = match(policies[a], policies[b]);
      if (matched.a.seeds.empty()) continue;
      for (std::size_t i = 0; i < measures().size(); ++i) {
        const Measure& measure = measures()[i];
        const auto found =
            compare(matched.a.sample(measure.of), matched.b.sample(measure.of), measure.goal);
        list.push_back(
            {{policies[a].planned.policy, policies[b].planned.policy, i}, found.difference.mean});
      }
    }
  }
  return list;
}

/// Groups that differ in their draw alone.
struct Draws {
  PlannedRun place;  ///< a run of it
  ByPair nominal;    ///< of the figures as given
  std::map<Key, std::vector<double>> drawn;
};

std::vector<Draws> read_draws(const ResultStore& store, const StudyTitle& title) {
  std::vector<Draws> list;
  std::map<std::vector<std::string>, std::size_t> places;
  const std::size_t draw = column_of_draws(title);
  for (const Group& group : read_groups(store, title)) {
    std::vector<PolicyRuns> policies;
    for (const Orders& orders : group) policies.push_back(read_runs(store, title, orders));
    const PlannedRun& planned = policies.front().planned;
    std::vector<std::string> others;
    for (std::size_t i = 0; i < planned.titles.size(); ++i) {
      if (i != draw && !title.is_policy[i]) others.push_back(planned.titles[i]);
    }
    const auto [place, is_new] = places.emplace(std::move(others), list.size());
    if (is_new) list.push_back({planned, {}, {}});
    Draws& draws = list[place->second];
    if (planned.titles[draw] == as_given) {
      draws.nominal = differences(policies);
    } else {
      for (auto& [key, difference] : differences(policies)) draws.drawn[key].push_back(difference);
    }
  }
  return list;
}

}  // namespace

bool has_draws(const StudyTitle& title) { return column_of_draws(title) < title.columns.size(); }

void write_flips(const std::filesystem::path& file, const ResultStore& store,
                 const StudyTitle& title) {
  const StudyTitle shown = without_draws(title);
  CsvFile table(
      file, group_header(shown, {"policy_a", "policy_b", "figure", "difference", "draws",
                                 "rank_flip_share", "rank_flip_share_lo", "rank_flip_share_hi"}));
  for (const Draws& draws : read_draws(store, title)) {
    for (const auto& [key, nominal] : draws.nominal) {
      const auto drawn = draws.drawn.find(key);
      const auto& differences = drawn == draws.drawn.end() ? std::vector<double>{} : drawn->second;
      const Proportion flipped = flip_share(differences, nominal);
      CsvWriter& row = table.row();
      write_group(row, shown, draws.place);
      row.cell(key.a).cell(key.b).cell(std::string_view{measures()[key.measure].title});
      row.cell(nominal).cell(std::to_string(differences.size()));
      row.cell(flipped.share).cell(flipped.low).cell(flipped.high);
      table.end_row();
    }
  }
  table.commit();
}

}  // namespace cadis
