#include "trace/calendar_rows.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/errors.hpp"

namespace cadis {
namespace {

/// The months since year 0; nothing where a time does not begin one.
std::optional<int> month_number(UtcTime time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day when{day};
  if (time != day || when.day() != date::day{1}) return std::nullopt;
  return static_cast<int>(when.year()) * 12 +
         static_cast<int>(static_cast<unsigned>(when.month())) - 1;
}

UtcTime start_of_month(int number) {
  return UtcTime{date::sys_days{date::year{number / 12} / (number % 12 + 1) / 1}};
}

/// The months that a row stands for, 1 or 12; 0 where it stands for something else.
int months_of_rows(const std::vector<RawRow>& rows) {
  std::set<int> months;
  for (const RawRow& row : rows) {
    const auto month = month_number(row.start);
    if (!month) return 0;
    months.insert(*month);
  }
  int step = 0;
  for (auto next = months.begin(); next != months.end(); ++next) {
    if (next == months.begin()) continue;
    const int difference = *next - *std::prev(next);
    step = step == 0 ? difference : std::min(step, difference);
  }
  const bool is_january = !months.empty() && *months.begin() % 12 == 0;
  return step == 1 || (step == 12 && is_january) ? step : 0;
}

}  // namespace

void hold_calendar_rows(RawTrace& trace, const ImportChoices& choices) {
  const int months = months_of_rows(trace.rows);
  if (months == 0) return;
  const char* period = months == 1 ? "month" : "year";
  if (!choices.step) {
    throw ConfigError(fmt::format(
        "{}:{}: {}: each row is a whole {}, and {}s are not of one length; say --step '1 d', and "
        "each value holds for all days of its {}, the last one, too",
        trace.findings.file(), trace.rows.front().line, trace.time_column, period, period, period));
  }
  for (RawRow& row : trace.rows)
    row.length = start_of_month(*month_number(row.start) + months) - row.start;
  trace.provenance.stamps += fmt::format("; each row holds for its whole {}", period);
}

}  // namespace cadis
