#include "cli/results_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "cli/text_table.hpp"

namespace cadis {
namespace {

constexpr std::size_t most_rows = 30;

struct Shown {
  const char* title;
  const char* column;
  bool is_number;
};

/// What is shown behind the axes and the policy; a new one is a line.
constexpr std::array<Shown, 8> shown{{{"seeds", "seeds", false},
                                      {"served %", "served_pct", true},
                                      {"accuracy %", "accuracy_served_pct", true},
                                      {"g CO2e", "carbon_g", true},
                                      {"CEE gain vs large %", "cee_gain_vs_static_large_pct", true},
                                      {"CEE gain vs blind %", "cee_gain_vs_blind_pct", true},
                                      {"carbon cut vs blind %", "carbon_cut_vs_blind_pct", true},
                                      {"carbon vs blind", "verdict_vs_blind", false}}};

/// "68.3 +- 1.2" from a figure and the upper end of its interval.
std::string figure(const CsvTable& table, std::size_t row, const std::string& column) {
  const auto value = parse_number(table.cell(row, *table.column(column)));
  if (!value) return "";
  const auto high = table.column(column + "_hi");
  const auto end = high ? parse_number(table.cell(row, *high)) : std::nullopt;
  const std::string text = fmt::format("{:.4g}", *value);
  return end ? fmt::format("{} ± {:.2g}", text, *end - *value) : text;
}

}  // namespace

std::string results_table(const std::filesystem::path& folder) {
  const CsvTable table = CsvTable::read(folder / "comparisons.csv");
  const std::size_t axes = *table.column("policy");
  std::vector<std::vector<std::string>> rows(1);
  for (std::size_t column = 0; column <= axes; ++column) rows[0].push_back(table.header()[column]);
  for (const Shown& one : shown) rows[0].emplace_back(one.title);
  for (std::size_t row = 0; row < std::min(most_rows, table.rows()); ++row) {
    auto& cells = rows.emplace_back();
    for (std::size_t column = 0; column <= axes; ++column) {
      cells.push_back(table.cell(row, column));
    }
    for (const Shown& one : shown) {
      cells.push_back(one.is_number ? figure(table, row, one.column)
                                    : table.cell(row, *table.column(one.column)));
    }
  }
  std::string text = text_table(rows);
  if (table.rows() > most_rows) {
    text += fmt::format("and {} more rows; see comparisons.csv\n", table.rows() - most_rows);
  }
  return text;
}

}  // namespace cadis
