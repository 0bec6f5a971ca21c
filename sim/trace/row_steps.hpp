#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "trace/format.hpp"

namespace cadis {

using Step = std::chrono::milliseconds;

/// `30 min`, `1 h`, `1.5 s`: as --step takes it.
std::string format_step(Step step);

/// A step that a user wants; ConfigError where it is not 1 s to 366 d.
Step read_step(Seconds wanted);

/// What is counted most often, the smallest of several; `counts` is not empty.
Step commonest(const std::map<Step, std::size_t>& counts);
/// The commonest difference between the starts of rows one behind the other; 0 for fewer than two.
Step commonest_difference(const std::vector<RawRow>& rows);

/// Puts rows in order of time and leaves one for each start, with what was found.
void order_rows(RawTrace& trace);

/// Gives every row that states no length the step it is in: mostly the commonest difference between
/// starts (the smallest where several are), another one where at least three rows follow each other
/// so. The rows are in order, no two start together. ConfigError for a single row without a length.
void find_lengths(RawTrace& trace, const std::string& name);

}  // namespace cadis
