#pragma once

#include <string>

#include "trace/watttime_meta.hpp"

namespace cadis {

/// The key by which Electricity Maps' API says which emissions it counts.
constexpr const char* emission_key = "emissionFactorType";

/// `direct` or `lifecycle`: what the file states, or the user with --column. ConfigError where
/// neither does, both do and differ, or it is something else.
std::string emission_kind(const Stated& stated, const ImportChoices& choices);

}  // namespace cadis
