#pragma once

#include <string_view>

#include "trace/format.hpp"
#include "trace/stamp.hpp"

namespace cadis {

/// Whether a publisher's times state their offset from UTC (`Z`, `+00:00`).
enum class Offsets { any, stated, none };

/// Doubts a time that does not state its offset as its publisher's do: it may be of another clock.
void check_offset(RawTrace& trace, const Stamp& stamp, Offsets offsets, std::string_view column,
                  std::size_t line, std::string_view text);

}  // namespace cadis
