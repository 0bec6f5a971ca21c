#pragma once

#include "trace/format.hpp"

namespace cadis {

/// What speaks for another layout than the format's. ConfigError, with all of it, where the format
/// was only guessed (`--format auto`); a finding where the user named it.
void settle_doubts(RawTrace& trace, const TraceFormat& format, const ImportChoices& choices);

/// Tells a mean intensity, in g/kWh, that no grid has: a unit misread. Where the file does not say
/// its unit, that is a doubt.
void check_magnitude(RawTrace& trace, double mean);

}  // namespace cadis
