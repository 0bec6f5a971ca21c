#include "base/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <span>

namespace cadis {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Optimal string alignment: three rows of the dynamic programme are enough.
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string suggest(std::string_view unknown, const std::vector<std::string>& known) {
  constexpr std::size_t shown = 12;
  // What looks for a name in a broken file must end soon, whatever its names are.
  constexpr std::size_t longest = 100, most_tried = 10'000;
  const std::size_t farthest = std::max<std::size_t>(2, unknown.size() / 3);
  const std::string* nearest = nullptr;
  std::size_t best = std::numeric_limits<std::size_t>::max();
  const std::size_t tried = unknown.size() > longest ? 0 : std::min(known.size(), most_tried);
  for (const auto& name : std::span<const std::string>(known.data(), tried)) {
    const auto [shorter, longer] = std::minmax({name.size(), unknown.size()});
    if (longer - shorter > farthest) continue;
    const auto distance = edit_distance(unknown, name);
    if (distance < best) {
      best = distance;
      nearest = &name;
    }
  }
  std::string text;
  if (nearest != nullptr && best <= farthest) {
    text = fmt::format("did you mean '{}'? ", *nearest);
  }
  const std::span<const std::string> head(known.data(), std::min(shown, known.size()));
  text += fmt::format("known: {}", fmt::join(head, ", "));
  if (known.size() > shown) text += fmt::format(", ... ({} in all)", known.size());
  return text;
}

}  // namespace cadis
