#include "model/climatology.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/names.hpp"
#include "base/numbers.hpp"
#include "model/climatology_fit.hpp"

namespace cadis {
namespace {

constexpr Eigen::Index months = 12;
constexpr Eigen::Index hours = 24;

std::string place(const CsvTable& table, std::size_t row) {
  return fmt::format("{}:{}", table.name(), table.line(row));
}

/// NAME's row of the index.
std::size_t find_row(const CsvTable& index, const std::string& name) {
  const auto column = index.required_column("name");
  std::vector<std::string> known;
  for (std::size_t row = 0; row < index.rows(); ++row) {
    known.push_back(index.cell(row, column));
    if (known.back() == name) return row;
  }
  throw ConfigError(fmt::format("no climatology is called '{}'; {}", name, suggest(name, known)));
}

double read_figure(const CsvTable& index, std::size_t row, const std::string& title, double least,
                   double most) {
  const auto& text = index.cell(row, index.required_column(title));
  const auto number = parse_number(text);
  if (number && *number >= least && *number <= most) return *number;
  throw ConfigError(fmt::format("{}: {}: expected a number from {} to {}, got '{}'",
                                place(index, row), title, least, most, text));
}

using HourColumns = std::array<std::size_t, hours>;

void read_row(const CsvTable& table, std::size_t row, const HourColumns& columns,
              Eigen::Index month, Climatology::Table& figures, Problems& problems) {
  for (Eigen::Index hour = 0; hour < hours; ++hour) {
    const auto column = columns[static_cast<std::size_t>(hour)];
    const auto& text = table.cell(row, column);
    const auto value = parse_number(text);
    if (!value || *value < 0) {
      problems.add(place(table, row), table.header()[column],
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
  const auto month_column = table.required_column("month");
  const auto figure_column = table.required_column("figure");
  HourColumns hour_columns{};
  for (std::size_t hour = 0; hour < hour_columns.size(); ++hour)
    hour_columns[hour] = table.required_column(fmt::format("h{:02}", hour));

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
      read_row(table, row, hour_columns, static_cast<Eigen::Index>(*month - 1), *tables[figure],
               problems);
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

}  // namespace

Climatology read_climatology(const std::filesystem::path& folder, const std::string& name) {
  Climatology climatology;
  climatology.name = name;
  const auto index = CsvTable::read(folder / "climatologies.csv");
  const auto row = find_row(index, name);
  const SeriesStatistics whole{read_figure(index, row, "std_g_per_kwh", 0, 1e6),
                               read_figure(index, row, "acf_lag1h", -1, 1),
                               read_figure(index, row, "acf_lag24h", -1, 1)};
  read_tables(CsvTable::read(climatology_file(folder, name)), climatology);
  fit(climatology, whole, place(index, row));
  return climatology;
}

std::filesystem::path climatology_file(const std::filesystem::path& folder,
                                       const std::string& name) {
  return folder / "climatology" / (name + ".csv");
}

TraceProvenance provenance_of_climatology(const std::string& name) {
  TraceProvenance provenance;
  provenance.source = name;
  provenance.format = "climatology";
  provenance.unit = "g/kWh";
  provenance.conversion = "none";
  provenance.accounting = "average";
  provenance.emissions = name.ends_with("-direct") ? "direct" : "lifecycle";
  return provenance;
}

}  // namespace cadis
