#include "trace/step_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "base/errors.hpp"

namespace cadis {
namespace {

using FirstOfLength = std::map<Step, const RawRow*>;

/// Which --step fits rows of several lengths.
std::string ways_out(const FirstOfLength& first_of, TraceKind kind) {
  Step fine{0};
  for (const auto& [length, row] : first_of) fine = Step{std::gcd(fine.count(), length.count())};
  const Step longest = first_of.rbegin()->first;
  const bool fits_longest = std::all_of(first_of.begin(), first_of.end(), [&](const auto& one) {
    return longest % one.first == Step{0};
  });
  if (kind == TraceKind::counts) {
    return fits_longest
               ? fmt::format("choose --step '{}', which adds shorter rows up", format_step(longest))
               : "no step adds them up, and counts are not split; cut the file there";
  }
  const auto split = fmt::format("choose --step '{}', which splits longer rows", format_step(fine));
  if (!fits_longest) return split;
  return fmt::format("{}, or --step '{}', which averages shorter ones", split,
                     format_step(longest));
}

}  // namespace

Step choose_step(RawTrace& trace, TraceKind kind, std::optional<Step> wanted,
                 const std::string& name) {
  FirstOfLength first_of;
  for (const RawRow& row : trace.rows) first_of.try_emplace(row.length, &row);
  const auto [shortest, longest] = std::pair{first_of.begin()->first, first_of.rbegin()->first};
  if (!wanted && shortest == longest) return shortest;
  if (!wanted) {
    const auto later = std::max(first_of.at(shortest)->line, first_of.at(longest)->line);
    throw ConfigError(fmt::format("{}:{}: {}: the step changes between {} and {}; {}", name, later,
                                  trace.time_column, format_step(shortest), format_step(longest),
                                  ways_out(first_of, kind)));
  }
  for (const auto& [length, row] : first_of) {
    if (length % *wanted != Step{0} && *wanted % length != Step{0}) {
      throw ConfigError(fmt::format("{}:{}: {}: rows of {} do not fit --step '{}'", name, row->line,
                                    trace.time_column, format_step(length), format_step(*wanted)));
    }
  }
  if (kind == TraceKind::counts && longest > *wanted) {
    throw ConfigError(fmt::format(
        "{}:{}: {}: requests of {} cannot be told apart into steps of {}; choose a longer --step",
        name, first_of.at(longest)->line, trace.time_column, format_step(longest),
        format_step(*wanted)));
  }
  const char* shorter = kind == TraceKind::counts ? "rows added up into longer steps"
                                                  : "rows averaged into longer steps";
  for (const RawRow& row : trace.rows) {
    if (row.length > *wanted)
      trace.findings.note("rows split into shorter steps", row.line, format_step(row.length));
    if (row.length < *wanted) trace.findings.note(shorter, row.line, format_step(row.length));
  }
  return *wanted;
}

}  // namespace cadis
