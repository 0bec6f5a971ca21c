#pragma once

#include <cstddef>
#include <vector>

#include "trace/format.hpp"

namespace cadis {

/// A row whose time the clock shows twice: the row has the earlier instant.
struct RepeatedTime {
  std::size_t row;
  UtcTime later;
};

/// Gives rows that the clock shows twice the instants by which time goes on, and as often as can be
/// by the step that the other rows have. The earlier one where the rows around do not tell: that is
/// noted. `repeated` is in order of rows.
void settle_repeated(RawTrace& trace, const std::vector<RepeatedTime>& repeated);

}  // namespace cadis
