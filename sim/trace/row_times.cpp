#include "trace/row_times.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/errors.hpp"
#include "trace/row_steps.hpp"

namespace cadis {
namespace {

constexpr std::chrono::milliseconds just_before{1};

/// Leaves out rows without a value at a change of the clock that another row of the same time has:
/// they stand for the hour that spring skips.
void drop_skipped_hours(std::vector<RawRow>& rows, const std::vector<std::size_t>& at_gaps) {
  for (std::size_t i = at_gaps.size(); i-- > 1;) {
    const std::size_t row = at_gaps[i], before = at_gaps[i - 1];
    if (row != before + 1 || rows[row].start != rows[before].start) continue;
    const bool is_empty = std::isnan(rows[row].value), was_empty = std::isnan(rows[before].value);
    if (!is_empty && !was_empty) continue;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(is_empty ? row : before));
  }
}

}  // namespace

RowTimes::RowTimes(const std::string& unit, const ImportChoices& choices) : times_(unit, choices) {
  if (choices.has("zone")) zone_.emplace(choices.text("zone"));
  if (choices.text("stamp") != "end") return;
  if (!choices.step) {
    throw ConfigError("format " + choices.format +
                      ": --stamp end needs --step, how long before its time a row begins");
  }
  before_end_ = read_step(*choices.step);
}

std::optional<RowTimes::Time> RowTimes::read(CsvSource& csv, std::size_t column, bool has_value) {
  std::optional<UtcTime> time;
  if (!times_.are_dates()) {
    time = times_.read(csv, column);
    if (!time) csv.bad(column, times_.expected());
  } else if (const auto midnight = parse_date(trim(csv.cell(column))); midnight && zone_) {
    if (is_mixed(csv, column, true)) return std::nullopt;
    return read_day(csv, column, *midnight, has_value);
  } else if (const auto stamp = parse_stamp(trim(csv.cell(column)));
             stamp && (stamp->offset || zone_)) {
    if (is_mixed(csv, column, false)) return std::nullopt;
    time = stamp->offset ? stamp->utc() : read_clock(csv, column, stamp->clock, has_value);
  } else {
    csv.bad(column, times_.expected());
  }
  if (!time) return std::nullopt;
  if (!if_written(*time)) {
    csv.bad(column, times_.expected());
    return std::nullopt;
  }
  ++rows_;
  return Time{*time, std::chrono::milliseconds{0}};
}

/// Whether dates with and without a time of day are mixed, which is reported: midnight may have
/// lost its 00:00, and would be taken for a day.
bool RowTimes::is_mixed(CsvSource& csv, std::size_t column, bool is_day) {
  if (!are_days_) first_line_ = csv.line();
  if (!are_days_) are_days_ = is_day;
  if (*are_days_ == is_day) return false;
  csv.bad(column, fmt::format("a {}, as on line {} (midnight is 00:00)",
                              is_day ? "time of day" : "date alone", first_line_));
  return true;
}

std::optional<RowTimes::Time> RowTimes::read_day(CsvSource& csv, std::size_t column,
                                                 UtcTime midnight, bool has_value) {
  if (before_end_) {
    csv.bad(column, "a time of day, whose end --stamp end names; a date is a whole day");
    return std::nullopt;
  }
  const UtcTime start = zone_->start_of_day(midnight),
                end = zone_->start_of_day(midnight + std::chrono::hours{24});
  if (end <= start) {  // as 30 December 2011 in Samoa
    if (has_value) csv.bad(column, times_.expected());
    return std::nullopt;
  }
  ++rows_;
  return Time{start, end - start};
}

std::optional<UtcTime> RowTimes::read_clock(CsvSource& csv, std::size_t column, UtcTime clock,
                                            bool has_value) {
  const Instants times = before_end_ ? zone_->when_reached(clock) : zone_->when(clock);
  if (times.size() == 0) {
    if (has_value) csv.bad(column, times_.expected());
    return std::nullopt;
  }
  if (times.size() == 2) repeated_.push_back({rows_, times[1]});
  const bool is_at_gap = before_end_ && (zone_->when(clock).size() == 0 ||
                                         zone_->when(clock - just_before).size() == 0);
  if (is_at_gap) at_gaps_.push_back(rows_);
  return times[0];
}

void RowTimes::settle(RawTrace& trace) const {
  settle_repeated(trace, repeated_);
  drop_skipped_hours(trace.rows, at_gaps_);
  if (!before_end_) return;
  check_length(trace);
  for (RawRow& row : trace.rows) row.start -= *before_end_;
}

/// Rows of another length than --step would be moved to where they do not begin.
void RowTimes::check_length(const RawTrace& trace) const {
  const Step step = commonest_difference(trace.rows);
  if (step == Step{0} || step == *before_end_ || step == -*before_end_) return;
  throw ConfigError(fmt::format(
      "{}:{}: {}: rows are {} apart, but --stamp end takes them to last --step '{}'; say --step "
      "'{}', and import what comes of it again for another step",
      trace.findings.file(), trace.rows.front().line, trace.time_column,
      format_step(step < Step{0} ? -step : step), format_step(*before_end_),
      format_step(step < Step{0} ? -step : step)));
}

std::string RowTimes::describe() const {
  const char* named = before_end_         ? "end of step, moved to the start; "
                      : are_days_ == true ? "whole days; "
                                          : "start of step; ";
  return named + times_.describe();
}

}  // namespace cadis
