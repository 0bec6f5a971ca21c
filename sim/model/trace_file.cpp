#include "model/trace_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/numbers.hpp"

namespace cadis {
namespace {

/// What is wrong with single cells.
class CellProblems {
 public:
  explicit CellProblems(const CsvTable& table) : table_(table), problems_(table.name()) {}

  void add(std::size_t row, std::size_t column, std::string_view expected) {
    problems_.add(table_.line(row), table_.header()[column],
                  fmt::format("expected {}, got '{}'", expected, table_.cell(row, column)));
  }
  void throw_if_any() { problems_.throw_if_any(); }

 private:
  const CsvTable& table_;
  RowProblems problems_;
};

using ParseTime = std::optional<UtcTime> (*)(std::string_view);

struct TimeFormat {
  ParseTime parse;
  std::string_view expected;
};

constexpr TimeFormat with_zone{parse_utc, "a time such as 2023-06-01T00:00:00Z"};

struct ValueRule {
  std::function<bool(double)> allows;
  std::string_view expected;
};

void require_only(const CsvTable& table, std::size_t columns) {
  if (table.header().size() == columns) return;
  throw ConfigError(fmt::format("{}:1: expected {} column{}, got {}: {}", table.name(), columns,
                                columns == 1 ? "" : "s", table.header().size(),
                                fmt::join(table.header(), ", ")));
}

std::vector<std::optional<UtcTime>> read_times(const CsvTable& table, std::size_t column,
                                               const TimeFormat& format, CellProblems& problems) {
  std::vector<std::optional<UtcTime>> times(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    times[row] = format.parse(table.cell(row, column));
    if (!times[row]) problems.add(row, column, format.expected);
  }
  return times;
}

using Step = std::chrono::milliseconds;

/// The step most rows agree on, so that one gap is one problem wherever it is; nothing without a
/// later row.
std::optional<Step> median_step(const std::vector<std::optional<UtcTime>>& times) {
  std::vector<Step> steps;
  for (std::size_t row = 1; row < times.size(); ++row) {
    if (times[row] && times[row - 1] && *times[row] > *times[row - 1])
      steps.push_back(*times[row] - *times[row - 1]);
  }
  if (steps.empty()) return std::nullopt;
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>((steps.size() - 1) / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

/// Each time must follow the one before by one step. After a gap the count goes on from what was
/// found.
void check_steps(const std::vector<std::optional<UtcTime>>& times, std::size_t column,
                 std::optional<Step> step, CellProblems& problems) {
  std::optional<UtcTime> next;
  for (std::size_t row = 0; row < times.size(); ++row) {
    const auto& time = times[row];
    if (time && next && *time != *next) {
      problems.add(row, column,
                   step ? fmt::format("{}, one step of {} s after the row before",
                                      format_utc(*next), static_cast<double>(step->count()) / 1e3)
                        : "a time later than the row before");
    }
    // Without any step no two times increase, and asking for a later millisecond names every row.
    if (time) next = *time;
    if (next) *next += step.value_or(Step{1});
  }
}

StepSeries read_steps(const CsvTable& table, std::size_t time_column, std::size_t value_column,
                      const TimeFormat& format, const ValueRule& rule) {
  if (table.rows() < 2) {
    throw ConfigError(
        fmt::format("{}: expected at least two rows below the header, because the step is read "
                    "from them, got {}",
                    table.name(), table.rows()));
  }
  CellProblems problems(table);
  const auto times = read_times(table, time_column, format, problems);
  const auto step = median_step(times);
  check_steps(times, time_column, step, problems);
  StepSeries series;
  series.values.resize(static_cast<Eigen::Index>(table.rows()));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto value = parse_number(table.cell(row, value_column));
    if (!value || !rule.allows(*value)) problems.add(row, value_column, rule.expected);
    series.values[static_cast<Eigen::Index>(row)] = value.value_or(0);
  }
  problems.throw_if_any();
  series.start = times.front().value();
  series.step = Seconds{static_cast<double>(step.value().count()) / 1e3};
  return series;
}

std::string format_steps(const StepSeries& series, const std::string& value_column) {
  CsvWriter csv({"timestamp_utc", value_column});
  for (Eigen::Index i = 0; i < series.values.size(); ++i) {
    csv.cell(format_utc(after(series.start, series.step * static_cast<double>(i))))
        .cell(series.values[i]);
    csv.end_row();
  }
  return csv.text();
}

const ValueRule intensity{[](double value) { return value >= 0; },
                          "a finite number of at least 0 g/kWh"};
const ValueRule whole_numbers{[](double value) {
                                return value >= 0 && value <= 9007199254740992.0 &&
                                       std::trunc(value) == value;
                              },
                              "a whole number of at least 0"};

}  // namespace

StepSeries read_carbon_trace(const std::filesystem::path& file) {
  const auto table = CsvTable::read(file);
  const auto time = table.required_column("timestamp_utc");
  const auto value = table.required_column("g_per_kwh");
  require_only(table, 2);
  return read_steps(table, time, value, with_zone, intensity);
}

std::string format_carbon_trace(const StepSeries& g_per_kwh) {
  return format_steps(g_per_kwh, "g_per_kwh");
}

StepSeries read_count_trace(const std::filesystem::path& file) {
  const auto table = CsvTable::read(file);
  const auto time = table.required_column("timestamp_utc");
  const auto value = table.required_column("requests");
  require_only(table, 2);
  return read_steps(table, time, value, with_zone, whole_numbers);
}

std::string format_count_trace(const StepSeries& requests) {
  return format_steps(requests, "requests");
}

std::vector<UtcTime> read_timestamp_trace(const std::filesystem::path& file) {
  const auto table = CsvTable::read(file);
  const auto column = table.required_column("timestamp_utc");
  require_only(table, 1);
  if (table.rows() == 0)
    throw ConfigError(
        fmt::format("{}: expected at least one row below the header, got 0", table.name()));
  CellProblems problems(table);
  const auto read = read_times(table, column, with_zone, problems);
  std::vector<UtcTime> times;
  for (std::size_t row = 0; row < read.size(); ++row) {
    if (!read[row]) continue;
    if (!times.empty() && *read[row] < times.back()) {
      problems.add(row, column, fmt::format("a time not before {}", format_utc(times.back())));
    }
    times.push_back(*read[row]);
  }
  problems.throw_if_any();
  return times;
}

void write_timestamp_trace(const std::vector<UtcTime>& times, std::ostream& out) {
  constexpr std::size_t part_bytes = 1 << 18;
  CsvWriter csv({"timestamp_utc"});
  for (const UtcTime time : times) {
    csv.cell(format_utc(time)).end_row();
    if (csv.text().size() >= part_bytes) out << csv.take();
  }
  out << csv.take();
}

}  // namespace cadis
