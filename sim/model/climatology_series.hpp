#pragma once

#include <cstdint>

#include "base/step_series.hpp"
#include "model/climatology.hpp"

namespace cadis {

/// A seeded series covering [start, start + duration) on whole steps (step must divide an hour):
/// the location of the month and hour plus its deviation times the climatology's noise, kept inside
/// the observed range of that month and hour. Same (climatology, seed) and instant of start give
/// the same series.
StepSeries generate(const Climatology& climatology, UtcTime start, Seconds duration, Seconds step,
                    std::uint64_t seed);

}  // namespace cadis
