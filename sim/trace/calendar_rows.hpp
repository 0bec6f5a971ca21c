#pragma once

#include "trace/format.hpp"

namespace cadis {

/// Lets each row hold for its whole month (or year), the last one, too, where that is what rows
/// stand for: all begin with one at midnight (UTC), and the next one comes a month (a year) later.
/// ConfigError where they do and the user gives no --step, into which months are split.
void hold_calendar_rows(RawTrace& trace, const ImportChoices& choices);

}  // namespace cadis
