#pragma once

#include <optional>
#include <string>

#include "trace/format.hpp"
#include "trace/row_steps.hpp"

namespace cadis {

/// The step of a trace whose rows all have a length: their own, or the one that the user wants of
/// several. Notes rows that it splits, averages or adds up. ConfigError where it does not fit them,
/// and where there are several and none is wanted: with the steps that fit.
Step choose_step(RawTrace& trace, TraceKind kind, std::optional<Step> wanted,
                 const std::string& name);

}  // namespace cadis
