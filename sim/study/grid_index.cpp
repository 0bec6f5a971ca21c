#include "study/grid_index.hpp"

#include <utility>

namespace cadis {
namespace {

const GridIndex::Policies& find(const std::map<std::string, GridIndex::Policies>& lists,
                                const std::string& key) {
  static const GridIndex::Policies none;
  const auto found = lists.find(key);
  return found == lists.end() ? none : found->second;
}

}  // namespace

std::size_t GridIndex::HashPlace::operator()(const Place& place) const {
  return std::hash<std::uint64_t>()(place.group * 0x9E3779B97F4A7C15U +
                                    (std::uint64_t{place.seed} << 32U) + place.policy);
}

std::uint32_t GridIndex::add_policy(PolicyChoice choice) {
  const auto index = static_cast<std::uint32_t>(grid_.policies.size());
  by_label_[choice.label].push_back(index);
  by_meaning_[meaning(choice)].push_back(index);
  grid_.policies.push_back(std::move(choice));
  return index;
}

std::uint32_t GridIndex::add_run(const Run& run) {
  const auto index = static_cast<std::uint32_t>(grid_.runs.size());
  by_place_.emplace(Place{run.group, run.seed, run.policy}, index);
  grid_.runs.push_back(run);
  return index;
}

const GridIndex::Policies& GridIndex::with_label(const std::string& label) const {
  return find(by_label_, label);
}

const GridIndex::Policies& GridIndex::like(const PolicyChoice& choice) const {
  return find(by_meaning_, meaning(choice));
}

std::uint32_t GridIndex::beside(const Run& run, const Policies& wanted) const {
  for (const std::uint32_t policy : wanted) {
    const auto found = by_place_.find(Place{run.group, run.seed, policy});
    if (found != by_place_.end()) return found->second;
  }
  return no_run;
}

}  // namespace cadis
