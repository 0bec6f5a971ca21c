#include "model/trace_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/csv.hpp"
#include "base/csv_reader.hpp"
#include "base/errors.hpp"
#include "base/numbers.hpp"
#include "model/trace_rows.hpp"

namespace cadis {
namespace {

constexpr std::string_view time_title = "timestamp_utc";

struct ValueRule {
  bool (*allows)(double);
  std::string_view expected;
};

using Step = std::chrono::milliseconds;

/// A row's time, unless it could not be read.
struct Stamp {
  std::optional<UtcTime> time;
  std::size_t line;
};

/// Nothing without a later row.
std::optional<Step> find_step(const std::vector<Stamp>& stamps) {
  std::vector<Step> steps;
  for (std::size_t row = 1; row < stamps.size(); ++row) {
    const auto &before = stamps[row - 1].time, &time = stamps[row].time;
    if (before && time && *time > *before) steps.push_back(*time - *before);
  }
  return median_step(std::move(steps));
}

/// Each time must follow the one before by one step. After a gap the count goes on from what was
/// found.
void check_steps(const std::vector<Stamp>& stamps, std::optional<Step> step, TraceRows& rows) {
  std::optional<UtcTime> next;
  for (const auto& [time, line] : stamps) {
    if (time && next && *time != *next) {
      rows.problem(line, 0,
                   step ? fmt::format("{}, one step of {} s after the row before",
                                      format_utc(*next), static_cast<double>(step->count()) / 1e3)
                        : "a time later than the row before",
                   format_utc(*time));
    }
    // Without any step no two times increase, and asking for a later millisecond names every row.
    if (time) next = *time;
    if (next) *next += step.value_or(Step{1});
  }
}

/// `titles`: that of the times, that of the values, and of further columns, which are passed over.
StepSeries read_steps(const Input& file, const std::vector<std::string_view>& titles,
                      const ValueRule& rule) {
  TraceRows rows(file, titles);
  std::vector<Stamp> stamps;
  std::vector<double> values;
  while (rows.next()) {
    const auto time = rows.time(0);
    const auto value = parse_number(rows.cell(1));
    const bool is_good = value && rule.allows(*value);
    if (!is_good) rows.problem(1, rule.expected);
    stamps.push_back({time, rows.line()});
    values.push_back(is_good ? *value : 0);
  }
  const auto step = find_step(stamps);
  check_steps(stamps, step, rows);
  rows.throw_if_any();
  if (stamps.size() < 2) {
    throw ConfigError(
        fmt::format("{}: expected at least two rows below the header, because the step is read "
                    "from them, got {}",
                    rows.name(), stamps.size()));
  }
  return {
      stamps.front().time.value(), Seconds{static_cast<double>(step.value().count()) / 1e3},
      Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(values.size()))};
}

/// Writes what has come together, once that is a part worth writing.
void write_part(CsvWriter& csv, std::ostream& out) {
  constexpr std::size_t part_bytes = 1 << 16;
  if (csv.text().size() >= part_bytes) out << csv.take();
}

void write_steps(const StepSeries& series, const std::string& value_column, std::ostream& out) {
  CsvWriter csv({"timestamp_utc", value_column});
  for (Eigen::Index i = 0; i < series.values.size(); ++i) {
    csv.cell(after(series.start, series.step * static_cast<double>(i))).cell(series.values[i]);
    csv.end_row();
    write_part(csv, out);
  }
  out << csv.take();
}

const ValueRule intensity{[](double value) { return value >= 0; },
                          "a finite number of at least 0 g/kWh"};
const ValueRule whole_numbers{[](double value) {
                                return value >= 0 && value <= 9007199254740992.0 &&
                                       std::trunc(value) == value;
                              },
                              "a whole number of at least 0"};

}  // namespace

std::vector<std::string> read_titles(const Input& file) {
  InputStream in(file);
  CsvReader reader(in, file.name());
  if (!reader.next())
    throw ConfigError(fmt::format("{}: is empty; expected a header line", reader.name()));
  return {reader.fields().begin(), reader.fields().end()};
}

StepSeries read_carbon_trace(const Input& file) {
  return read_steps(file, {time_title, "g_per_kwh"}, intensity);
}

StepSeries read_carbon_column(const Input& file, const std::string& column) {
  const std::vector<std::string> header = read_titles(file);
  std::vector<std::string_view> titles{time_title, column};
  for (const auto& title : header)
    if (title != time_title && title != column) titles.push_back(title);
  return read_steps(file, titles, intensity);
}

void write_carbon_trace(const StepSeries& g_per_kwh, std::ostream& out) {
  write_steps(g_per_kwh, "g_per_kwh", out);
}

StepSeries read_count_trace(const Input& file) {
  return read_steps(file, {time_title, "requests"}, whole_numbers);
}

void write_count_trace(const StepSeries& requests, std::ostream& out) {
  write_steps(requests, "requests", out);
}

std::vector<UtcTime> read_timestamp_trace(const Input& file) {
  TraceRows rows(file, {time_title});
  std::vector<UtcTime> times;
  while (rows.next()) {
    const auto time = rows.time(0);
    if (!time) continue;
    if (!times.empty() && *time < times.back())
      rows.problem(0, fmt::format("a time not before {}", format_utc(times.back())));
    times.push_back(*time);
  }
  rows.throw_if_any();
  if (times.empty())
    throw ConfigError(
        fmt::format("{}: expected at least one row below the header, got 0", rows.name()));
  return times;
}

void write_timestamp_trace(const std::vector<UtcTime>& times, std::ostream& out) {
  CsvWriter csv({"timestamp_utc"});
  for (const UtcTime time : times) {
    csv.cell(time).end_row();
    write_part(csv, out);
  }
  out << csv.take();
}

}  // namespace cadis
