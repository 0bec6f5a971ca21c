#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cadis {

/// "did you mean 'heuristic'? known: a, b, c": the known name nearest to a misspelt one (by edit
/// distance, if it is near at all) and the list of all (its first twelve where there are more).
std::string suggest(std::string_view unknown, const std::vector<std::string>& known);

/// Number of single-character insertions, deletions, replacements and swaps of neighbours between
/// two words.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace cadis
