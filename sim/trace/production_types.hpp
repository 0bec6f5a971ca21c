#pragma once

#include <optional>
#include <string>

namespace cadis {

/// The fuel, as tables of factors call it, of one of ENTSO-E's production types, whose title is
/// plain; nothing where it is none.
std::optional<std::string> fuel_of_type(const std::string& plain_type);

}  // namespace cadis
