#include "trace/factors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/names.hpp"
#include "base/numbers.hpp"
#include "model/scenario_reader.hpp"

namespace cadis {
namespace {

std::filesystem::path shipped_folder() { return shipped("traces/factors"); }

std::filesystem::path find_table(const std::string& name) {
  if (name == "-" || name.ends_with(".csv") || name.find('/') != std::string::npos) return name;
  const auto shipped = shipped_folder() / (name + ".csv");
  if (std::filesystem::exists(shipped)) return shipped;
  throw ConfigError(
      fmt::format("unknown factor table '{}'; {}, or a file of yours that ends in .csv or is named "
                  "with its folder",
                  name, suggest(name, shipped_factor_tables())));
}

}  // namespace

FactorTable read_factors(const std::string& name) {
  const CsvTable csv = CsvTable::read(find_table(name));
  if (csv.header() != std::vector<std::string>{"fuel", "g_per_kwh", "emissions", "source"}) {
    throw ConfigError(csv.name() + ":1: expected the columns fuel,g_per_kwh,emissions,source");
  }
  FactorTable table{name, "", {}};
  Problems problems;
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const auto where = fmt::format("{}:{}", csv.name(), csv.line(row));
    const auto factor = parse_number(csv.cell(row, 1));
    const std::string& emissions = csv.cell(row, 2);
    if (!factor || *factor < 0)
      problems.add(where, "g_per_kwh",
                   "expected a number of at least 0, got '" + csv.cell(row, 1) + "'");
    if (emissions != "direct" && emissions != "lifecycle")
      problems.add(where, "emissions", "expected direct or lifecycle, got '" + emissions + "'");
    else if (!table.emissions.empty() && emissions != table.emissions)
      problems.add(where, "emissions", "expected the same in every row, got '" + emissions + "'");
    if (csv.cell(row, 3).empty()) problems.add(where, "source", "expected a text, got none");
    if (!table.g_per_kwh.emplace(csv.cell(row, 0), factor.value_or(0)).second)
      problems.add(where, "fuel", "'" + csv.cell(row, 0) + "' is given twice");
    table.emissions = emissions;
  }
  problems.throw_if_any();
  return table;
}

std::vector<std::string> shipped_factor_tables() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(shipped_folder())) {
    if (entry.path().extension() == ".csv") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace cadis
