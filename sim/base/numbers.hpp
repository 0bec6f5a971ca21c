#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cadis {

/// The whole text as a finite double; nothing otherwise (empty, trailing text, inf, nan).
std::optional<double> parse_number(std::string_view text);

/// The whole text as an unsigned integer; nothing otherwise.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

/// The shortest text that reads back as exactly this double; empty for nan, which is how an
/// undefined figure is written in every table.
std::string format_number(double value);

}  // namespace cadis
