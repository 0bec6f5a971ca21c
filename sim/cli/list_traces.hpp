#pragma once

#include <string>

namespace cadis {

/// Every trace, climatology and request profile that is shipped, by the key that names it: zone,
/// span, step, kind, accounting, mean, daily swing and licence, as tables for the eye.
std::string list_traces();

}  // namespace cadis
