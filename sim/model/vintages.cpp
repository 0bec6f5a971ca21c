#include "model/vintages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/numbers.hpp"

namespace cadis {
namespace {

using Step = std::chrono::milliseconds;

struct Row {
  UtcTime issued, time;
  double g_per_kwh;
};

/// A table's rows with what is wrong with them: the first twenty problems.
class Rows {
 public:
  explicit Rows(const std::filesystem::path& file) : table_(CsvTable::read(file)) {
    columns_ = {table_.required_column("issued_utc"), table_.required_column("timestamp_utc"),
                table_.required_column("g_per_kwh")};
    if (table_.header().size() != columns_.size()) {
      throw ConfigError(fmt::format("{}:1: expected {} columns, got {}", table_.name(),
                                    columns_.size(), table_.header().size()));
    }
    if (table_.rows() == 0)
      throw ConfigError(fmt::format("{}: expected at least one forecast, got none", table_.name()));
  }

  std::vector<Row> read() {
    constexpr auto instant = "a time such as 2023-06-01T00:00:00Z";
    std::vector<Row> rows;
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const auto issued = parse_utc(table_.cell(row, columns_[0]));
      const auto time = parse_utc(table_.cell(row, columns_[1]));
      const auto value = parse_number(table_.cell(row, columns_[2]));
      if (!issued) problem(row, 0, instant);
      if (!time) problem(row, 1, instant);
      if (!value || *value < 0) problem(row, 2, "a finite number of at least 0 g/kWh");
      rows.push_back({issued.value_or(UtcTime{}), time.value_or(UtcTime{}), value.value_or(0)});
    }
    throw_if_any();  // what follows needs every cell
    return rows;
  }

  void problem(std::size_t row, std::size_t column, const std::string& expected) {
    constexpr std::size_t shown = 20;
    if (problems_.count() == shown) problems_.throw_if_any();
    problems_.add(
        fmt::format("{}:{}", table_.name(), table_.line(row)), table_.header()[columns_[column]],
        fmt::format("expected {}, got '{}'", expected, table_.cell(row, columns_[column])));
  }
  void throw_if_any() const { problems_.throw_if_any(); }
  [[nodiscard]] const std::string& name() const { return table_.name(); }

 private:
  CsvTable table_;
  std::array<std::size_t, 3> columns_{};
  Problems problems_;
};

/// The step that most rows agree on, so that one gap is one problem wherever it is.
Step median_step(const std::vector<Row>& rows, const std::string& name) {
  std::vector<Step> steps;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].issued == rows[i - 1].issued && rows[i].time > rows[i - 1].time)
      steps.push_back(rows[i].time - rows[i - 1].time);
  }
  if (steps.empty()) {
    throw ConfigError(fmt::format(
        "{}: expected a forecast of at least two rows in order of time, because the step is read "
        "from it, got none",
        name));
  }
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>((steps.size() - 1) / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

}  // namespace

Vintages Vintages::read(const std::filesystem::path& file) {
  Rows table(file);
  const auto rows = table.read();
  const Step step = median_step(rows, table.name());
  Vintages all;
  std::vector<double> values;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    if (i == 0 || row.issued != rows[i - 1].issued) {
      if (i > 0 && row.issued < rows[i - 1].issued) {
        table.problem(i, 0,
                      fmt::format("a time after {}, when the forecast before was issued",
                                  format_utc(rows[i - 1].issued)));
      }
      if (row.time > row.issued + step) {
        table.problem(i, 1,
                      fmt::format("a time up to {}, one step after the forecast was issued",
                                  format_utc(row.issued + step)));
      }
      const Seconds step_s{static_cast<double>(step.count()) / 1e3};
      all.vintages_.push_back({row.issued, {row.time, step_s, {}}});
      values.clear();
    } else if (row.time != rows[i - 1].time + step) {
      table.problem(
          i, 1,
          fmt::format("{}, one step after the row before", format_utc(rows[i - 1].time + step)));
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

std::optional<double> value_at(const StepSeries& series, UtcTime time) {
  if (time < series.start || time >= series.end()) return std::nullopt;
  const auto step =
      static_cast<Eigen::Index>(std::floor(between(series.start, time) / series.step));
  return series.values[std::min(step, series.values.size() - 1)];
}

}  // namespace cadis
