#pragma once

#include <optional>
#include <string>

#include "base/step_series.hpp"
#include "trace/format.hpp"

namespace cadis {

/// Lays a file's rows on one constant step; a step that no row gives is nan. Everything
/// irregular goes into the trace's findings: rows out of order (sorted), steps given twice (the
/// same value counts once; two values give none), gaps, rows without a value, estimated values.
///
/// The step is what most rows have between them. Where a file has several (30 min, then 15 min),
/// `wanted` must say which: a longer row holds for each of its parts; shorter ones are averaged
/// (intensities) or added up (counts), and give nothing where one is missing, and a step that is
/// not whole at either end is left out. ConfigError where rows are on no common step or there is no
/// row, a value is negative or a count not whole or longer than the step, or the step cannot be
/// read (one row).
StepSeries to_steps(RawTrace& trace, TraceKind kind, std::optional<Seconds> wanted,
                    const std::string& name);

}  // namespace cadis
