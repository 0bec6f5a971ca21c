#include "cli/results_table.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/names.hpp"
#include "base/numbers.hpp"
#include "cli/aligned_figures.hpp"
#include "cli/text_table.hpp"

namespace cadis {
namespace {

struct Shown {
  const char* title;
  const char* column;
  int rank;  ///< where lines are too short the highest goes first
};

/// What is shown behind axes and policy, from left to right: what a policy must beat comes first.
constexpr std::array<Shown, 11> shown{{{"accuracy %", "accuracy_served_pct", 2},
                                       {"g CO2e", "carbon_g", 3},
                                       {"cut vs fixed mix %", "carbon_cut_vs_static_mix_pct", 1},
                                       {"vs fixed mix", "verdict_vs_static_mix", -1},
                                       {"gap to oracle %", "carbon_gap_to_oracle_pct", 4},
                                       {"cut vs blind %", "carbon_cut_vs_blind_pct", 6},
                                       {"vs blind", "verdict_vs_blind", 5},
                                       {"CEE gain vs large %", "cee_gain_vs_static_large_pct", 7},
                                       {"CEE gain vs blind %", "cee_gain_vs_blind_pct", 9},
                                       {"served %", "served_pct", 8},
                                       {"seeds", "seeds", 10}}};
constexpr const char* best_first = "cee_gain_vs_static_large_pct";

bool is_verdict(const std::string& column) { return column.starts_with("verdict_"); }

std::size_t find_column(const CsvTable& table, const std::string& column) {
  if (const auto found = table.column(column)) return *found;
  throw ConfigError(fmt::format("{} has no column '{}'; {}", table.name(), column,
                                suggest(column, table.header())));
}

std::optional<double> number_at(const CsvTable& table, std::size_t row, std::size_t column) {
  return parse_number(table.cell(row, column));
}

/// The rows that have every value asked for.
std::vector<std::size_t> rows_where(const CsvTable& table, const TableView& view) {
  std::vector<std::size_t> rows(table.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  for (const auto& [name, value] : view.where) {
    const std::size_t column = find_column(table, name);
    std::set<std::string> known;
    for (std::size_t row = 0; row < table.rows(); ++row) known.insert(table.cell(row, column));
    if (known.count(value) == 0) {
      throw ConfigError(fmt::format("{}: no row has '{}' in the column {}; {}", table.name(), value,
                                    name, suggest(value, {known.begin(), known.end()})));
    }
    std::erase_if(rows, [&](std::size_t row) { return table.cell(row, column) != value; });
  }
  return rows;
}

/// One axis value after the other as in the table; within a group by the column asked for, by
/// number where both are one, what has none last.
void sort_rows(const CsvTable& table, const TableView& view, std::size_t axes,
               std::vector<std::size_t>& rows) {
  const bool is_default = view.sort.empty();
  const bool is_falling = is_default || view.sort.front() == '-';
  const std::string name = is_default ? best_first : view.sort.substr(is_falling ? 1 : 0);
  const std::size_t column = find_column(table, name);
  std::vector<std::size_t> group(table.rows(), 0);
  std::vector<std::vector<std::string>> keys;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::vector<std::string> key;
    for (std::size_t axis = 0; axis < axes; ++axis) key.push_back(table.cell(row, axis));
    const auto found = std::find(keys.begin(), keys.end(), key);
    group[row] = static_cast<std::size_t>(found - keys.begin());
    if (found == keys.end()) keys.push_back(key);
  }
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    if (group[a] != group[b]) return group[a] < group[b];
    const auto x = number_at(table, a, column), y = number_at(table, b, column);
    if (x && y) return is_falling ? *x > *y : *x < *y;
    if (x.has_value() != y.has_value()) return x.has_value();
    const auto &s = table.cell(a, column), &t = table.cell(b, column);
    return is_falling ? s > t : s < t;
  });
}

using Cells = std::vector<std::string>;

/// A column of the table as it is shown: figures aligned, with half their interval.
Cells cells_of(const CsvTable& table, const std::vector<std::size_t>& rows,
               const std::string& column) {
  const std::size_t place = find_column(table, column);
  const auto high = table.column(column + "_hi");
  std::vector<std::optional<ShownFigure>> figures;
  Cells texts;
  for (const std::size_t row : rows) {
    texts.push_back(table.cell(row, place));
    const auto value = number_at(table, row, place);
    figures.emplace_back();
    if (!value) continue;
    figures.back() = ShownFigure{*value};
    const auto end = high ? number_at(table, row, *high) : std::nullopt;
    if (end) figures.back()->half = *end - *value;
  }
  const bool is_figure = std::all_of(rows.begin(), rows.end(), [&](std::size_t row) {
    return table.cell(row, place).empty() || number_at(table, row, place);
  });
  return is_figure && column != "seeds" ? aligned_figures(figures) : texts;
}

struct Column {
  std::string title;
  Cells cells;
  int rank = -1;  ///< never dropped
  bool is_verdict = false;
};

/// The titles, then row by row.
std::vector<Cells> lines_of(const std::vector<Column>& columns) {
  std::vector<Cells> lines(1 + columns.front().cells.size());
  for (const Column& column : columns) {
    lines[0].push_back(column.title);
    for (std::size_t row = 0; row < column.cells.size(); ++row)
      lines[row + 1].push_back(column.cells[row]);
  }
  return lines;
}

void drop_what_does_not_fit(std::vector<Column>& columns, std::size_t width) {
  while (width > 0 && text_table_width(lines_of(columns)) > width) {
    const auto least =
        std::max_element(columns.begin(), columns.end(),
                         [](const Column& a, const Column& b) { return a.rank < b.rank; });
    if (least->rank < 0) return;
    columns.erase(least);
  }
}

std::string coloured(const std::string& line, const std::string& verdict) {
  const char* colour = verdict == "better" ? "\033[32m" : verdict == "worse" ? "\033[31m" : "";
  return *colour == '\0' ? line : colour + line + "\033[0m";
}

/// Columns behind the axes: those asked for, or those that are there and matter most.
std::vector<Column> figure_columns(const CsvTable& table, const TableView& view,
                                   const std::vector<std::size_t>& rows) {
  std::vector<Column> columns;
  for (const std::string& name : view.columns)
    columns.push_back({name, cells_of(table, rows, name), -1, is_verdict(name)});
  if (!view.columns.empty()) return columns;
  for (const Shown& one : shown) {
    if (!table.column(one.column)) continue;
    Cells cells = cells_of(table, rows, one.column);
    const bool is_dull = std::all_of(cells.begin(), cells.end(), [&](const std::string& cell) {
      return cell.empty() || (std::string(one.column) == "served_pct" && parse_number(cell) == 100);
    });
    if (!is_dull) columns.push_back({one.title, cells, one.rank, is_verdict(one.column)});
  }
  return columns;
}

}  // namespace

std::size_t terminal_width(int descriptor) {
  winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::string results_table(const std::filesystem::path& folder, const TableView& view) {
  const CsvTable table = CsvTable::read(folder / "comparisons.csv");
  const std::size_t axes = find_column(table, "policy");
  std::vector<std::size_t> rows = rows_where(table, view);
  sort_rows(table, view, axes, rows);
  const std::size_t all = rows.size();
  if (view.most_rows > 0 && rows.size() > view.most_rows) rows.resize(view.most_rows);

  std::string text;
  std::vector<Column> columns;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    Cells cells;
    for (const std::size_t row : rows) cells.push_back(table.cell(row, axis));
    const bool is_one = std::all_of(cells.begin(), cells.end(),
                                    [&](const auto& cell) { return cell == cells.front(); });
    if (is_one && !cells.empty())
      text += fmt::format("{}: {}\n", table.header()[axis], cells.front());
    else
      columns.push_back({table.header()[axis], cells});
  }
  const std::size_t shown_axes = columns.size();
  Cells policies;
  for (const std::size_t row : rows) policies.push_back(table.cell(row, axes));
  columns.push_back({"policy", policies});
  for (Column& column : figure_columns(table, view, rows)) columns.push_back(std::move(column));
  drop_what_does_not_fit(columns, view.width);

  const std::vector<Cells> lines = lines_of(columns);
  const auto verdict = std::find_if(columns.begin(), columns.end(),
                                    [](const Column& column) { return column.is_verdict; });
  std::vector<std::string> texts = text_lines(lines);
  text += texts[0] + "\n";
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const bool begins_group =
        row > 0 && !std::equal(lines[row].begin(),
                               lines[row].begin() + static_cast<std::ptrdiff_t>(shown_axes),
                               lines[row + 1].begin());
    if (begins_group) text += '\n';
    text += view.has_colour && verdict != columns.end()
                ? coloured(texts[row + 1], verdict->cells[row])
                : texts[row + 1];
    text += '\n';
  }
  if (rows.size() < all) {
    text += fmt::format("and {} more rows: cadis show {}\n", all - rows.size(), folder.string());
  }
  return text;
}

}  // namespace cadis
