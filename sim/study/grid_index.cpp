#include "study/grid_index.hpp"

#include <algorithm>
#include <bit>
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

GridIndex::GridIndex(Grid& grid, std::size_t runs) : grid_(grid) {
  constexpr std::size_t most_at_once = std::size_t{1} << 24U;  // of which few may be left in
  runs = std::min(runs, most_at_once);
  grid_.runs.reserve(runs);
  make_room(std::bit_ceil(runs + runs / 2 + 1));
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
  grid_.runs.push_back(run);
  if (grid_.runs.size() > slots_.size() / 3 * 2) make_room(2 * slots_.size());
  std::uint32_t& slot = slots_[slot_of(place_of(run))];
  if (slot == no_run) slot = index;
  return index;
}

GridIndex::Place GridIndex::place_of(const Run& run) const {
  return {grid_.group_of(run), run.seed, run.policy};
}

std::size_t GridIndex::slot_of(const Place& place) const {
  std::uint64_t mixed = place.group * 0x9E3779B97F4A7C15U;
  mixed = (mixed ^ (std::uint64_t{place.seed} << 32U) ^ place.policy) * 0xD6E8FEB86659FD93U;
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = (mixed ^ (mixed >> 32U)) & mask;
  while (slots_[slot] != no_run && place_of(grid_.runs[slots_[slot]]) != place)
    slot = (slot + 1) & mask;
  return slot;
}

void GridIndex::make_room(std::size_t slots) {
  slots_.assign(slots, no_run);
  for (std::uint32_t run = 0; run < grid_.runs.size(); ++run) {
    std::uint32_t& slot = slots_[slot_of(place_of(grid_.runs[run]))];
    if (slot == no_run) slot = run;
  }
}

const GridIndex::Policies& GridIndex::with_label(const std::string& label) const {
  return find(by_label_, label);
}

const GridIndex::Policies& GridIndex::like(const PolicyChoice& choice) const {
  return find(by_meaning_, meaning(choice));
}

std::uint32_t GridIndex::beside(const Run& run, const Policies& wanted) const {
  Place place = place_of(run);
  for (const std::uint32_t policy : wanted) {
    place.policy = policy;
    if (const std::uint32_t found = slots_[slot_of(place)]; found != no_run) return found;
  }
  return no_run;
}

}  // namespace cadis
