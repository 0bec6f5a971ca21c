#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "base/csv.hpp"
#include "base/digest.hpp"
#include "base/numbers.hpp"
#include "docs/page.hpp"
#include "report/trace_statistics.hpp"

// The shipped carbon traces against their index, traces/carbon.csv.

using namespace cadis;
using namespace cadis::tests;
namespace fs = std::filesystem;

namespace {

const fs::path traces = source("traces");

/// A row of the index by the titles of its columns.
struct IndexRow {
  const CsvTable& table;
  std::size_t row;
  [[nodiscard]] const std::string& text(const char* title) const {
    return table.cell(row, table.required_column(title));
  }
  [[nodiscard]] double number(const char* title) const { return parse_number(text(title)).value(); }
};

std::vector<IndexRow> rows_of(const CsvTable& index) {
  std::vector<IndexRow> rows;
  for (std::size_t row = 0; row < index.rows(); ++row) rows.push_back({index, row});
  return rows;
}

/// The column as a series from the first row on; checks that every row begins one step later.
StepSeries series_of(const IndexRow& row) {
  const CsvTable file = CsvTable::read(traces / "carbon" / row.text("file"));
  const std::size_t time = file.required_column("timestamp_utc");
  const std::size_t value = file.required_column(row.text("column"));
  StepSeries series{parse_utc(file.cell(0, time)).value(), Seconds{row.number("step_min") * 60},
                    Eigen::ArrayXd(static_cast<Eigen::Index>(file.rows()))};
  bool has_one_step = true, is_iso = true;
  for (std::size_t i = 0; i < file.rows(); ++i) {
    const UtcTime at = after(series.start, series.step * static_cast<double>(i));
    has_one_step = has_one_step && parse_utc(file.cell(i, time)) == at;
    is_iso = is_iso && file.cell(i, time) == format_utc(at);
    series.values[static_cast<Eigen::Index>(i)] = parse_number(file.cell(i, value)).value();
  }
  CHECK(has_one_step);
  CHECK(is_iso);
  return series;
}

/// Whether this is the figure as the index has it, rounded to so many decimals.
bool is_rounded(double stated, double figure, int decimals) {
  return std::abs(stated - figure) <= 0.5 * std::pow(10, -decimals) + 1e-9;
}

}  // namespace

TEST_CASE("every row of traces/carbon.csv states the times, steps and statistics of its file") {
  const CsvTable index = CsvTable::read(traces / "carbon.csv");
  CHECK(index.rows() == 24);
  for (const IndexRow& row : rows_of(index)) {
    INFO(row.text("name"));
    const StepSeries series = series_of(row);
    const TraceStatistics found = describe(series);
    CHECK(row.text("start") == format_utc(found.start));
    CHECK(row.text("end") == format_utc(found.end));
    CHECK(row.number("steps") == static_cast<double>(found.steps));
    CHECK(found.min >= 0);
    CHECK(is_rounded(row.number("min_g_per_kwh"), found.min, 2));
    CHECK(is_rounded(row.number("max_g_per_kwh"), found.max, 2));
    CHECK(is_rounded(row.number("mean_g_per_kwh"), found.mean, 2));
    const auto n = static_cast<double>(found.steps);
    CHECK(is_rounded(row.number("std_g_per_kwh"), found.std * std::sqrt(n / (n - 1)), 2));
    CHECK(is_rounded(row.number("daily_swing"), found.daily_swing, 4));
  }
}

TEST_CASE("the fields of traces/carbon.csv are of their kind, and its names in order") {
  const CsvTable index = CsvTable::read(traces / "carbon.csv");
  const Page page = Page::read("../traces/README.md").section("traces").section("Carbon");
  for (const std::string& title : index.header())
    CHECK_MESSAGE(!page.row_of(title).empty(), "traces/README.md has no row for ", title);
  std::string last;
  for (const IndexRow& row : rows_of(index)) {
    const std::string& name = row.text("name");
    INFO(name);
    CHECK(last < name);
    last = name;
    const bool is_life_cycle = row.text("kind") == "life-cycle";
    CHECK((is_life_cycle || row.text("kind") == "direct"));
    CHECK(is_life_cycle == name.ends_with("-life-cycle"));
    CHECK(is_life_cycle == (row.text("column") == "life_cycle_g_per_kwh"));
    CHECK(name.starts_with(row.text("file").substr(0, row.text("file").size() - 4)));
    CHECK((row.number("step_min") == 30 || row.number("step_min") == 60));
    CHECK(row.number("repaired_steps") < row.number("steps"));
    const auto share = parse_number(row.text("estimated_share"));
    CHECK((row.text("estimated_share").empty() || (share && *share >= 0 && *share <= 1)));
    CHECK(row.text("source_sha256").size() == 64);
    CHECK(row.text("accounting") == "average");
    for (const char* title : {"zone", "basis", "stamps", "source", "licence", "attribution"})
      CHECK_MESSAGE(!row.text(title).empty(), title);
  }
}

TEST_CASE("every shipped carbon trace has its rows in the index, one for each of its columns") {
  const CsvTable index = CsvTable::read(traces / "carbon.csv");
  std::set<std::string> listed, found;
  for (const IndexRow& row : rows_of(index)) listed.insert(row.text("file") + row.text("column"));
  CHECK(listed.size() == index.rows());
  for (const auto& entry : fs::directory_iterator(traces / "carbon")) {
    const std::string text = read_text(entry.path());
    CHECK_MESSAGE(text.find('\r') == std::string::npos, entry.path());
    CHECK_MESSAGE(text.ends_with("\n"), entry.path());
    const auto header = CsvTable::parse(text, entry.path().string()).header();
    CHECK(header.front() == "timestamp_utc");
    for (std::size_t column = 1; column < header.size(); ++column)
      found.insert(entry.path().filename().string() + header[column]);
  }
  CHECK(listed == found);
}

TEST_CASE("traces/licences names the files and the attribution of every licence in the index") {
  const CsvTable index = CsvTable::read(traces / "carbon.csv");
  const Page page = Page::read("../traces/licences/README.md");
  std::set<std::string> named, files;
  for (const IndexRow& row : rows_of(index)) {
    const std::string licence = page.row_of(row.text("licence"));
    INFO(row.text("name"), ": ", licence);
    CHECK(licence.find("| `" + row.text("licence") + "` | " + row.text("attribution") + " |") == 0);
    CHECK(licence.find("`" + row.text("file") + "`") != std::string::npos);
    named.insert(row.text("licence"));
    files.insert(row.text("file"));
  }
  CHECK(page.rows().size() == named.size());
  for (const std::string& file : all_matches(page.text(), "`([^`]+\\.csv)` *[`|]"))
    CHECK_MESSAGE(files.contains(file), file, " is not shipped");
  for (const std::string& link : all_matches(page.text(), R"(\]\((?!http)([^)]+)\))"))
    CHECK_MESSAGE(fs::exists(traces / "licences" / link), link);
}

TEST_CASE("the Open Database License is shipped whole, as its steward publishes it") {
  const std::string text = read_text(traces / "licences/ODbL-1.0.txt");
  for (int section = 1; section <= 10; ++section) {
    CHECK_MESSAGE(text.find("\n### " + std::to_string(section) + ".0 ") != std::string::npos,
                  section);
  }
  CHECK(sha256(text) == "1d553feead201a7619788171b43cca12675e82d70b197aa45795986bb8603e72");
}
