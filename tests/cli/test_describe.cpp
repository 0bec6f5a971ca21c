#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "cli/program.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

/// Ten days of a drawn grid as grid.csv, three hours of them without carbon, and a forecast of it
/// every seven hours, 30 hours long, as vintages.csv.
void write_grid(const SampleStudy& folder) {
  REQUIRE(run_program(folder.file("."),
                      "trace generate GB-2023 --start 2023-05-28T00:00:00Z --duration 10d --out "
                      "drawn.csv")
              .code == 0);
  const CsvTable drawn = folder.table("drawn.csv");
  std::string grid = "timestamp_utc,g_per_kwh\n", vintages = "issued_utc,timestamp_utc,g_per_kwh\n";
  for (std::size_t h = 0; h < drawn.rows(); ++h) {
    const bool is_zero = h >= 100 && h < 103;
    grid += drawn.cell(h, 0) + "," + (is_zero ? "0" : drawn.cell(h, 1)) + "\n";
    for (std::size_t ahead = 0; h % 7 == 3 && ahead < 30 && h + ahead < drawn.rows(); ++ahead) {
      const double said =
          parse_number(drawn.cell(h + ahead, 1)).value() + 10 * static_cast<double>(ahead % 5) - 15;
      vintages +=
          drawn.cell(h, 0) + "," + drawn.cell(h + ahead, 0) + "," + format_number(said) + "\n";
    }
  }
  folder.write("grid.csv", grid);
  folder.write("vintages.csv", vintages);
}

test::Outcome describe(const SampleStudy& folder, const std::string& arguments) {
  return run_program(folder.file("."), "trace describe grid.csv " + arguments);
}

}  // namespace

TEST_CASE("pandas gives the same scores of forecasts") {
  const SampleStudy folder;
  write_grid(folder);
  struct Case {
    std::string ours, theirs;
  };
  for (const Case& one :
       {Case{"persistence", "persistence 50"},
        {"same-hour-yesterday", "same-hour-yesterday 50"},
        {"climatology --climatology DE-LU-2023",
         "climatology 50 '" CADIS_SOURCE_FOLDER "/traces/climatology/DE-LU-2023.csv'"},
        {"file --file vintages.csv", "vintages.csv 50"}}) {
    INFO(one.ours);
    const auto ours = describe(folder, "--csv --horizon '50 h' --forecast " + one.ours);
    REQUIRE(ours.code == 0);
    const auto theirs = run_command(folder.file("."), "/usr/bin/python3 -I",
                                    "'" CADIS_SOURCE_FOLDER
                                    "/tests/cli/forecast_scores.py' "
                                    "grid.csv " +
                                        one.theirs);
    if (theirs.code == 77 || theirs.code == 127) {
      MESSAGE("skipped: pandas (python3-pandas) is not here");
      return;
    }
    INFO(theirs.err);
    REQUIRE(theirs.code == 0);
    const auto a = CsvTable::parse(ours.out, "ours"), b = CsvTable::parse(theirs.out, "pandas");
    REQUIRE(a.header() == b.header());
    REQUIRE(a.rows() == 50);
    REQUIRE(b.rows() == 50);
    for (std::size_t row = 0; row < a.rows(); ++row) {
      for (std::size_t column = 0; column < a.header().size(); ++column) {
        INFO(a.header()[column], " at ", row + 1, " h");
        const auto x = parse_number(a.cell(row, column)), y = parse_number(b.cell(row, column));
        REQUIRE(x.has_value() == y.has_value());
        if (x) CHECK(*x == doctest::Approx(*y).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("trace describe scores every method, for the eye and as CSV") {
  const SampleStudy folder;
  write_grid(folder);
  for (const std::string method :
       {"perfect", "persistence", "same-hour-yesterday", "climatology --climatology GB-2023",
        "noisy --mape 9.7,12.4 --correlation 0.9 --seed 3", "file --file vintages.csv"}) {
    INFO(method);
    const auto table = describe(folder, "--horizon '3 h' --forecast " + method);
    CHECK(table.code == 0);
    CHECK(table.out.find("rmse_g_per_kwh") != std::string::npos);
    CHECK(std::count(table.out.begin(), table.out.end(), '\n') == 4);
    CHECK(table.err.empty());
    const auto csv = describe(folder, "--csv --forecast " + method);
    CHECK(CsvTable::parse(csv.out, "scores").rows() == 24);
  }
}

TEST_CASE("wrong options of trace describe are usage errors that name the option") {
  const SampleStudy folder;
  write_grid(folder);
  struct Case {
    const char *arguments, *said;
  };
  for (const Case& one : {Case{"--horizon 3h --forecast", "--forecast"},
                          {"--forecast presistence", "did you mean 'persistence'"},
                          {"--forecast persistence --horizon 24", "--horizon"},
                          {"--forecast persistence --horizon '30 min'", "--horizon"},
                          {"--forecast climatology", "--climatology"},
                          {"--forecast climatology --climatology GB-2O23", "GB-2023"},
                          {"--forecast file", "--file"},
                          {"--forecast file --file nowhere.csv", "nowhere.csv"},
                          {"--forecast file --file grid.csv", "issued_utc"},
                          {"--forecast noisy --mape 9", "--correlation"},
                          {"--forecast noisy --correlation 0", "--mape"},
                          {"--forecast noisy --correlation 1 --mape 9", "--correlation"},
                          {"--forecast noisy --correlation 0 --mape 9,x", "--mape"},
                          {"--forecast noisy --correlation 0 --mape ''", "--mape"},
                          {"--forecast noisy --correlation 0 --mape 9 --seed -1", "--seed"}}) {
    const auto outcome = describe(folder, one.arguments);
    INFO(one.arguments, ": ", outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find(one.said) != std::string::npos);
  }
}

TEST_CASE("a study sweeps the forecast's method, and tells which run peeks") {
  const SampleStudy folder;
  write_grid(folder);
  folder.write("small.yaml", small_base +
                                 "forecast: {method: persistence, mape_pct: [10], correlation: "
                                 "0.9, climatology: GB-2023, file: vintages.csv}\n");
  folder.write(
      "study.yaml",
      study_head +
          "axes:\n  duration: [5 d]\n  carbon: [{file: grid.csv}]\n  forecast.method: [perfect, "
          "persistence, same-hour-yesterday, climatology, noisy, file]\n"
          "  policy: [{name: heuristic, range: forecast}]\n");
  const auto outcome = run_program(folder.file("."), "study study.yaml --out out");
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const CsvTable runs = folder.table("out/runs.csv");
  const auto methods = column(runs, "forecast.method"), peeks = column(runs, "peeks");
  REQUIRE(runs.rows() == 6);
  for (std::size_t row = 0; row < runs.rows(); ++row)
    CHECK(peeks[row] == (methods[row] == "perfect" ? "true" : "false"));
  const auto grams = column(runs, "carbon_g");
  CHECK(std::set<std::string>(grams.begin(), grams.end()).size() == 6);  // each decides otherwise
  const auto manifest = nlohmann::json::parse(read_text(folder.file("out/manifest.json")));
  CHECK(manifest.at("inputs_sha256").dump().find("vintages.csv") != std::string::npos);
}

TEST_CASE("a run's manifest states the forecast it was given") {
  const SampleStudy folder;
  write_grid(folder);
  folder.write("small.yaml", small_base + "forecast: {method: file, file: vintages.csv}\n");
  const auto outcome =
      run_program(folder.file("."),
                  "run small.yaml --out out --set 'policy={name: heuristic, range: forecast}'");
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const auto manifest = nlohmann::json::parse(read_text(folder.file("out/manifest.json")));
  CHECK(manifest.at("scenario").at("forecast").at("method") == "file");
  CHECK(manifest.at("inputs_sha256").dump().find("vintages.csv") != std::string::npos);
  CHECK(manifest.at("policy").at("peeks") == false);
}

TEST_CASE("pandas gives the same statistics of a trace") {
  const SampleStudy folder;
  write_grid(folder);
  const auto ours = describe(folder, "--csv");
  REQUIRE(ours.code == 0);
  const auto theirs =
      run_command(folder.file("."), "/usr/bin/python3 -I",
                  "'" CADIS_SOURCE_FOLDER "/tests/cli/trace_statistics.py' grid.csv");
  REQUIRE(theirs.code == 0);
  const CsvTable a = CsvTable::parse(ours.out, "ours");
  const CsvTable b = CsvTable::parse("figure,value\n" + theirs.out, "theirs");
  constexpr std::size_t texts = 4;  // span and steps
  REQUIRE(a.rows() == b.rows() + texts);
  for (std::size_t row = 0; row < b.rows(); ++row) {
    INFO(b.cell(row, 0));
    CHECK(a.cell(row + texts, 0) == b.cell(row, 0));
    CHECK(parse_number(a.cell(row + texts, 1)).value() ==
          doctest::Approx(parse_number(b.cell(row, 1)).value()).epsilon(1e-9));
  }
}

TEST_CASE(
    "trace describe shows span, figures, a line of days and months by hours, without colour") {
  const SampleStudy folder;
  write_grid(folder);
  const auto shown = describe(folder, "");
  REQUIRE(shown.code == 0);
  for (const char* part :
       {"2023-05-28T00:00:00Z to 2023-06-07T00:00:00Z", "240 of 3600 s, without a gap",
        "mean_g_per_kwh", "acf_lag24h", "means of whole days", "May ", "Jun "})
    CHECK_MESSAGE(shown.out.find(part) != std::string::npos, part);
  CHECK(shown.out.find("Jul ") == std::string::npos);
  CHECK(shown.out.find('\x1b') == std::string::npos);
  CHECK(shown.err.empty());
}

TEST_CASE("trace describe tells the requests of a count trace") {
  const SampleStudy folder;
  folder.write("grid.csv",
               "timestamp_utc,requests\n2023-06-01T00:00:00Z,4\n2023-06-01T01:00:00Z,8\n");
  const auto shown = describe(folder, "--csv");
  REQUIRE(shown.code == 0);
  CHECK(shown.out.find("mean_requests,6\n") != std::string::npos);
  const auto scored = describe(folder, "--forecast persistence");
  CHECK(scored.code == 2);
  CHECK(scored.err.find("takes a carbon trace") != std::string::npos);
}

TEST_CASE("trace describe --plot draws the same bytes twice, and says why where it cannot") {
  const SampleStudy folder;
  write_grid(folder);
  REQUIRE(describe(folder, "--plot one.svg").code == 0);
  REQUIRE(describe(folder, "--plot two.svg").code == 0);
  const std::string picture = read_text(folder.file("one.svg"));
  CHECK(picture.find("<svg") != std::string::npos);
  CHECK(picture == read_text(folder.file("two.svg")));
  const auto wrong = describe(folder, "--plot grid.jpeg");
  CHECK(wrong.code == 2);
  CHECK(wrong.err.find(".svg") != std::string::npos);
}

TEST_CASE("trace describe takes a shipped trace by its name, with its origin and picture") {
  const SampleStudy folder;
  const auto shown = run_program(folder.file("."), "trace describe GB-SWE-2023-06");
  REQUIRE_MESSAGE(shown.code == 0, shown.err);
  for (const char* part : {"2023-06-01T00:00:00Z to 2023-07-01T00:00:00Z", "1440 of 1800 s",
                           "NESO Open Data Licence", "direct of average"}) {
    CHECK_MESSAGE(shown.out.find(part) != std::string::npos, shown.out);
  }
  const auto csv = run_program(folder.file("."), "trace describe GB-2023-life-cycle --csv");
  CHECK(csv.out.find("\nsteps,8760\n") != std::string::npos);
  const auto drawn =
      run_program(folder.file("."), "trace describe GB-2023-direct --plot gb.svg --csv");
  REQUIRE_MESSAGE(drawn.code == 0, drawn.err);
  CHECK(std::filesystem::file_size(folder.file("gb.svg")) > 1000);
  // A file of this name goes before the shipped trace.
  folder.write("GB-SWE-2023-06",
               "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,1\n2023-06-01T01:00:00Z,2\n");
  const auto own = run_program(folder.file("."), "trace describe GB-SWE-2023-06 --csv");
  CHECK(own.out.find("\nsteps,2\n") != std::string::npos);
  const auto unknown = run_program(folder.file("."), "trace describe GB-2024-direct");
  CHECK(unknown.code == 2);
  CHECK(unknown.err.find("GB-2024-direct: neither a file nor a shipped trace; did you mean "
                         "'GB-2023-direct'?") != std::string::npos);
}
