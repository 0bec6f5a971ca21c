#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "trace/repair.hpp"
#include "trace/samples.hpp"

// What traces/derive.py shipped, against the gathered series that it was derived from. These are no
// part of the project: the cases are skipped where they are absent.

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

namespace {

const fs::path gathered = fs::path(CADIS_SHARED_FOLDER) / "traces";
const fs::path shipped = fs::path(CADIS_SOURCE_FOLDER) / "traces";

bool is_gathered() {
  if (fs::exists(gathered)) return true;
  MESSAGE("skipped: the real traces are not here");
  return false;
}

/// A folder of its own, removed afterwards.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("cadis-derived-" + std::to_string(getpid()));
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

/// The bytes of every CSV below a folder that derive.py writes, by path.
std::map<std::string, std::string> derived_files(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path name = fs::relative(entry.path(), folder);
    if (entry.path().extension() == ".csv" && *name.begin() != "factors")
      files[name.string()] = read_text(entry.path());
  }
  return files;
}

/// Timestamps and values as the shipped file has them.
std::map<std::string, double> shipped_values(const std::string& file, const std::string& column) {
  const CsvTable table = CsvTable::read(shipped / "carbon" / file);
  std::map<std::string, double> values;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    values[table.cell(row, 0)] =
        parse_number(table.cell(row, table.required_column(column))).value();
  }
  return values;
}

/// What `cadis trace import` makes of the file that a row of the index was derived from.
ImportedTrace imported(const CsvTable& index, std::size_t row) {
  const auto cell = [&](const char* title) {
    return index.cell(row, index.required_column(title));
  };
  const std::string source = cell("source").substr(cell("source").rfind(": ") + 2);
  if (cell("file") == "GB.neso-2023.csv") {
    const ImportChoices choices{"neso", {{"column", "actual"}}, {}, Repair::same_hour_yesterday};
    return import_trace(gathered / "carbon/neso" / source, choices, formats::registry());
  }
  if (cell("licence") == "ODbL-1.0") {
    const Options column{{"column", cell("kind") == "direct" ? "direct" : "lifecycle"}};
    return import_trace(gathered / "carbon/electricitymaps" / source,
                        {"electricitymaps", column, {}, Repair::fail}, formats::registry());
  }
  const Options options{
      {"time-column", "datetime"}, {"zone", "UTC"},      {"value-column", "South West England"},
      {"unit", "g/kWh"},           {"column", "direct"}, {"accounting", "average"}};
  return import_trace(gathered / "carbon/neso" / source, {"csv", options, {}, Repair::fail},
                      formats::registry());
}

}  // namespace

TEST_CASE("traces/derive.py gives the shipped traces, climatologies and profiles byte for byte") {
  if (!is_gathered()) return;
  if (std::system("/usr/bin/python3 -c 'import pandas' 2>/dev/null") != 0) {
    MESSAGE("skipped: no pandas");
    return;
  }
  const Folder folder;
  const std::string command = "/usr/bin/python3 -B '" + (shipped / "derive.py").string() +
                              "' --from '" + gathered.string() + "' --to '" + folder.path.string() +
                              "'";
  REQUIRE(std::system(command.c_str()) == 0);
  const auto before = derived_files(shipped), again = derived_files(folder.path);
  CHECK(before.size() == 13 + 111 + 4 + 3);
  CHECK(before.size() == again.size());
  for (const auto& [name, text] : before)
    CHECK_MESSAGE((again.contains(name) && again.at(name) == text), name);
}

TEST_CASE("cadis trace import reads from every publisher's file what is shipped of it") {
  if (!is_gathered()) return;
  const CsvTable index = CsvTable::read(shipped / "carbon.csv");
  for (std::size_t row = 0; row < index.rows(); ++row) {
    const auto cell = [&](const char* title) {
      return index.cell(row, index.required_column(title));
    };
    INFO(cell("name"));
    const ImportedTrace trace = imported(index, row);
    const auto values = shipped_values(cell("file"), cell("column"));
    const UtcTime start = parse_utc(cell("start")).value();
    std::size_t same = 0;
    for (Eigen::Index i = 0; i < trace.g_per_kwh.values.size(); ++i) {
      const StepSeries& series = trace.g_per_kwh;
      const UtcTime at = after(series.start, series.step * static_cast<double>(i));
      if (at < start) continue;  // NESO's file begins in 2022
      const auto found = values.find(format_utc(at));
      same += found != values.end() && found->second == series.values[i] ? 1 : 0;
    }
    CHECK(same == values.size());
    CHECK(parse_utc(cell("end")) == trace.g_per_kwh.end());
    CHECK(std::to_string(trace.provenance.repaired_steps) == cell("repaired_steps"));
    CHECK(trace.provenance.source_sha256 == cell("source_sha256"));
  }
}
