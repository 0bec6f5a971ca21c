#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace cadis {

/// `01:00`, `01:00:00` or `1.00:00:00` (days first); 0 where there is none, nothing where it is
/// something else.
std::optional<std::chrono::milliseconds> read_clock_length(std::string_view text);

}  // namespace cadis
