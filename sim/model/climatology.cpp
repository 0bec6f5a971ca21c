#include "model/climatology.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/names.hpp"
#include "base/numbers.hpp"
#include "base/random.hpp"

namespace cadis {
namespace {

constexpr Eigen::Index months = 12;
constexpr Eigen::Index hours = 24;

std::size_t require_column(const CsvTable& table, const std::string& title) {
  if (const auto column = table.column(title)) return *column;
  throw ConfigError(fmt::format("{}:1: expected a column '{}', got none", table.name(), title));
}

std::string place(const CsvTable& table, std::size_t row) {
  return fmt::format("{}:{}", table.name(), table.line(row));
}

double read_phi(const std::filesystem::path& file, const std::string& name) {
  const auto index = CsvTable::read(file);
  const auto name_column = require_column(index, "name");
  const auto phi_column = require_column(index, "ar1_phi");
  std::vector<std::string> known;
  for (std::size_t row = 0; row < index.rows(); ++row) {
    known.push_back(index.cell(row, name_column));
    if (known.back() != name) continue;
    const auto& text = index.cell(row, phi_column);
    const auto phi = parse_number(text);
    if (phi && *phi >= 0 && *phi < 1) return *phi;
    throw ConfigError(fmt::format("{}: ar1_phi: expected a number from 0 to below 1, got '{}'",
                                  place(index, row), text));
  }
  throw ConfigError(fmt::format("no climatology is called '{}'; {}", name, suggest(name, known)));
}

void read_row(const CsvTable& table, std::size_t row, Eigen::Index month,
              Climatology::Table& figures, Problems& problems) {
  for (Eigen::Index hour = 0; hour < hours; ++hour) {
    const auto title = fmt::format("h{:02}", hour);
    const auto& text = table.cell(row, *table.column(title));
    const auto value = parse_number(text);
    if (!value || *value < 0) {
      problems.add(place(table, row), title,
                   fmt::format("expected a number of at least 0 g/kWh, got '{}'", text));
    }
    figures(month, hour) = value.value_or(0);
  }
}

void read_tables(const CsvTable& table, Climatology& climatology) {
  const std::array<std::string, 4> names = {"mean", "std", "min", "max"};
  const std::array<Climatology::Table*, 4> tables = {&climatology.mean, &climatology.std,
                                                     &climatology.min, &climatology.max};
  std::array<std::array<bool, months>, 4> seen{};
  const auto month_column = require_column(table, "month");
  const auto figure_column = require_column(table, "figure");
  for (Eigen::Index hour = 0; hour < hours; ++hour)
    require_column(table, fmt::format("h{:02}", hour));

  Problems problems;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto& month_text = table.cell(row, month_column);
    const auto& figure_text = table.cell(row, figure_column);
    const auto month = parse_unsigned(month_text);
    const auto figure = static_cast<std::size_t>(
        std::find(names.begin(), names.end(), figure_text) - names.begin());
    if (!month || *month < 1 || *month > months) {
      problems.add(place(table, row), "month",
                   fmt::format("expected 1 to 12, got '{}'", month_text));
    } else if (figure == names.size()) {
      problems.add(place(table, row), "figure",
                   fmt::format("expected mean, std, min or max, got '{}'", figure_text));
    } else if (seen[figure][*month - 1]) {
      problems.add(place(table, row), "",
                   fmt::format("{} of month {} is given twice", figure_text, month_text));
    } else {
      seen[figure][*month - 1] = true;
      read_row(table, row, static_cast<Eigen::Index>(*month - 1), *tables[figure], problems);
    }
  }
  for (std::size_t figure = 0; figure < names.size(); ++figure) {
    for (std::size_t month = 0; month < months; ++month) {
      if (!seen[figure][month])
        problems.add(table.name(), "",
                     fmt::format("{} of month {} is missing", names[figure], month + 1));
    }
  }
  problems.throw_if_any();
  if ((climatology.min > climatology.mean).any() || (climatology.mean > climatology.max).any()) {
    throw ConfigError(
        fmt::format("{}: expected min <= mean <= max for every month and hour", table.name()));
  }
}

/// Milliseconds in a step; ConfigError unless it divides the hour.
std::int64_t whole_step_ms(Seconds step) {
  constexpr std::int64_t hour_ms = 3'600'000;
  const double exact = step.value() * 1e3;
  const bool in_range = exact >= 1 && exact <= static_cast<double>(hour_ms);
  const std::int64_t rounded = in_range ? std::llround(exact) : 0;
  if (!in_range || std::abs(exact - static_cast<double>(rounded)) > 1e-6 ||
      hour_ms % rounded != 0) {
    throw ConfigError(
        fmt::format("a generated carbon trace needs a step that divides an hour, such as 5 min, 30 "
                    "min or 1 h; got {} s",
                    step.value()));
  }
  return rounded;
}

}  // namespace

Climatology read_climatology(const std::filesystem::path& folder, const std::string& name) {
  Climatology climatology;
  climatology.name = name;
  climatology.ar1_phi = read_phi(folder / "climatologies.csv", name);
  read_tables(CsvTable::read(folder / "climatology" / (name + ".csv")), climatology);
  return climatology;
}

StepSeries generate(const Climatology& climatology, UtcTime start, Seconds duration, Seconds step,
                    std::uint64_t seed) {
  const std::int64_t step_ms = whole_step_ms(step);
  if (!(duration > Seconds{0}) || !std::isfinite(duration.value())) {
    throw ConfigError(fmt::format("a generated carbon trace needs a duration above 0 s, got {} s",
                                  duration.value()));
  }
  // Steps are aligned with the clock, so each lies inside one hour of the table.
  const std::chrono::milliseconds into_step{
      ((start.time_since_epoch().count() % step_ms) + step_ms) % step_ms};
  StepSeries series{start - into_step, Seconds{static_cast<double>(step_ms) / 1e3}, {}};
  const double covered_ms = duration.value() * 1e3 + static_cast<double>(into_step.count());
  series.values.resize(
      static_cast<Eigen::Index>(std::ceil(covered_ms / static_cast<double>(step_ms) - 1e-9)));

  RandomStream random(seed, "carbon/" + climatology.name);
  const double phi = std::pow(climatology.ar1_phi, series.step.value() / 3600);
  const double innovation = std::sqrt(1 - phi * phi);
  double z = random.normal();  // the stationary state has deviation 1
  for (Eigen::Index i = 0; i < series.values.size(); ++i) {
    if (i > 0) z = phi * z + innovation * random.normal();
    const auto [month, hour] = month_hour(series.start + std::chrono::milliseconds(step_ms * i));
    const double value = climatology.mean(month, hour) + climatology.std(month, hour) * z;
    series.values[i] =
        std::clamp(value, climatology.min(month, hour), climatology.max(month, hour));
  }
  return series;
}

}  // namespace cadis
