#include "model/vintages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ostream>
#include <string>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/numbers.hpp"
#include "model/trace_rows.hpp"

namespace cadis {
namespace {

using Step = std::chrono::milliseconds;

constexpr std::size_t issued_column = 0, time_column = 1, value_column = 2;

struct Row {
  UtcTime issued, time;
  double g_per_kwh;
  std::size_t line;
};

std::vector<Row> read_rows(TraceRows& table) {
  std::vector<Row> rows;
  while (table.next()) {
    const auto issued = table.time(issued_column), time = table.time(time_column);
    const auto value = parse_number(table.cell(value_column));
    if (!value || *value < 0) table.problem(value_column, "a finite number of at least 0 g/kWh");
    rows.push_back(
        {issued.value_or(UtcTime{}), time.value_or(UtcTime{}), value.value_or(0), table.line()});
  }
  table.throw_if_any();  // what follows needs every cell
  if (rows.empty())
    throw ConfigError(fmt::format("{}: expected at least one forecast, got none", table.name()));
  return rows;
}

/// The step of all forecasts.
Step find_step(const std::vector<Row>& rows, const std::string& name) {
  std::vector<Step> steps;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].issued == rows[i - 1].issued && rows[i].time > rows[i - 1].time)
      steps.push_back(rows[i].time - rows[i - 1].time);
  }
  if (const auto step = median_step(std::move(steps))) return *step;
  throw ConfigError(fmt::format(
      "{}: expected a forecast of at least two rows in order of time, because the step is read "
      "from it, got none",
      name));
}

}  // namespace

Vintages Vintages::read(const Input& file) {
  TraceRows table(file, {"issued_utc", "timestamp_utc", "g_per_kwh"});
  const auto rows = read_rows(table);
  const Step step = find_step(rows, table.name());
  Vintages all;
  std::vector<double> values;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    if (i == 0 || row.issued != rows[i - 1].issued) {
      if (i > 0 && row.issued < rows[i - 1].issued) {
        table.problem(row.line, issued_column,
                      fmt::format("a time after {}, when the forecast before was issued",
                                  format_utc(rows[i - 1].issued)),
                      format_utc(row.issued));
      }
      if (row.time > row.issued + step) {
        table.problem(row.line, time_column,
                      fmt::format("a time up to {}, one step after the forecast was issued",
                                  format_utc(row.issued + step)),
                      format_utc(row.time));
      }
      const Seconds step_s{static_cast<double>(step.count()) / 1e3};
      all.vintages_.push_back({row.issued, {row.time, step_s, {}}});
      values.clear();
    } else if (row.time != rows[i - 1].time + step) {
      table.problem(
          row.line, time_column,
          fmt::format("{}, one step after the row before", format_utc(rows[i - 1].time + step)),
          format_utc(row.time));
    }
    values.push_back(row.g_per_kwh);
    if (i + 1 == rows.size() || rows[i + 1].issued != row.issued) {
      all.vintages_.back().g_per_kwh.values =
          Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(values.size()));
    }
  }
  table.throw_if_any();
  return all;
}

const Vintages::Vintage* Vintages::at(UtcTime now) const {
  const auto next = std::upper_bound(vintages_.begin(), vintages_.end(), now,
                                     [](UtcTime t, const Vintage& one) { return t < one.issued; });
  return next == vintages_.begin() ? nullptr : &*(next - 1);
}

void write_vintages(const std::vector<Vintages::Vintage>& vintages, std::ostream& out) {
  CsvWriter csv({"issued_utc", "timestamp_utc", "g_per_kwh"});
  for (const auto& [issued, series] : vintages) {
    for (Eigen::Index i = 0; i < series.values.size(); ++i) {
      csv.cell(issued)
          .cell(after(series.start, series.step * static_cast<double>(i)))
          .cell(series.values[i]);
      csv.end_row();
    }
    out << csv.take();
  }
}

std::optional<double> value_at(const StepSeries& series, UtcTime time) {
  if (time < series.start || time >= series.end()) return std::nullopt;
  const std::int64_t step = (time - series.start).count() / std::llround(series.step.value() * 1e3);
  return series.values[std::min<Eigen::Index>(step, series.values.size() - 1)];
}

}  // namespace cadis
