#include "cli/list_traces.hpp"

#include <fmt/format.h>

#include <functional>
#include <vector>

#include "base/csv.hpp"
#include "cli/text_table.hpp"
#include "model/scenario_reader.hpp"

namespace cadis {
namespace {

/// Gives the cell of a row of the index by its column's title.
using IndexRow = std::function<const std::string&(const char*)>;
using ListedCell = std::function<std::string(const IndexRow&)>;

/// A column of the list: its title, and its cell from the index's.
struct Listed {
  const char* title;
  ListedCell cell;
};

ListedCell as_is(const char* column) {
  return [column](const IndexRow& cell) { return cell(column); };
}

std::string table_of(const char* index_file, const std::vector<Listed>& columns) {
  const CsvTable index = CsvTable::read(shipped(std::filesystem::path("traces") / index_file));
  std::vector<std::vector<std::string>> rows(1);
  for (const Listed& column : columns) rows[0].emplace_back(column.title);
  for (std::size_t row = 0; row < index.rows(); ++row) {
    const auto cell = [&](const char* title) -> const std::string& {
      return index.cell(row, index.required_column(title));
    };
    auto& cells = rows.emplace_back();
    for (const Listed& column : columns) cells.push_back(column.cell(cell));
  }
  return text_table(rows);
}

/// Days are enough: `2023-06-01`.
std::string day(const std::string& instant) { return instant.substr(0, 10); }

}  // namespace

std::string list_traces() {
  std::string text = "Measured or modelled series, `carbon: {trace: NAME}`:\n\n";
  text += table_of(
      "carbon.csv",
      {{"name", as_is("name")},
       {"zone", as_is("zone")},
       {"span", [](const auto& cell) { return day(cell("start")) + " to " + day(cell("end")); }},
       {"step", [](const auto& cell) { return cell("step_min") + " min"; }},
       {"kind", as_is("kind")},
       {"accounting", [](const auto& cell) { return cell("accounting") + ", " + cell("basis"); }},
       {"mean g/kWh", as_is("mean_g_per_kwh")},
       {"daily swing", as_is("daily_swing")},
       {"licence", as_is("licence")}});
  text += "\nDrawn from a grid's year, `carbon: {climatology: NAME}`:\n\n";
  text += table_of("climatologies.csv", {{"name", as_is("name")},
                                         {"zone", as_is("zone")},
                                         {"year", as_is("year")},
                                         {"kind", as_is("kind")},
                                         {"accounting", as_is("accounting")},
                                         {"mean g/kWh", as_is("mean_g_per_kwh")},
                                         {"daily swing", as_is("daily_swing")},
                                         {"licence", as_is("licence")}});
  text +=
      "\nRequests by hour of the day, `arrivals: {process: diurnal, profile: NAME, rate_rps: N}`:"
      "\n\n";
  text += table_of("requests.csv", {{"name", as_is("name")},
                                    {"hours are", as_is("hours_are")},
                                    {"peak to mean", as_is("peak_to_mean")},
                                    {"source", as_is("source")},
                                    {"licence", as_is("licence")}});
  return text;
}

}  // namespace cadis
