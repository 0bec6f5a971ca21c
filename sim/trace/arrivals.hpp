#pragma once

#include "trace/format.hpp"

namespace cadis {

constexpr std::size_t most_arrivals = 10'000'000;

/// Adds a request; where it is earlier than the one before, that is a finding. ConfigError with the
/// line where there are more than most_arrivals.
void add_arrival(RawTrace& trace, UtcTime time, std::size_t line);

/// The requests in order of time. ConfigError, with what was found, where they are not and `sort`
/// was not chosen, and where there are none.
std::vector<UtcTime> take_arrivals(RawTrace& trace, bool sort);

}  // namespace cadis
