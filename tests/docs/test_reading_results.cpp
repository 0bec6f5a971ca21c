#include <doctest/doctest.h>

#include <map>
#include <set>
#include <sstream>

#include "base/csv.hpp"
#include "cli/program.hpp"
#include "docs/page.hpp"
#include "model/sample_documents.hpp"
#include "sanitizers.hpp"

using namespace cadis;
using namespace cadis::tests;
using cadis::test::Outcome;
namespace fs = std::filesystem;

namespace {

const std::string python = "/usr/bin/python3";
const std::string cadis_command = "build/release/cadis ";
const std::string plot_command = "experiments/plot.py ";

/// docs/reading-results.md in a folder: its named blocks as files, its study run.
struct Examples {
  Examples() {
    fs::remove(folder.file("devices.yaml"));  // the page uses the shipped one
    for (const Block& block : page.blocks()) {
      if (!block.name.empty()) folder.write(block.name, block.text);
    }
    for (const auto& command : commands(cadis_command)) {
      const auto outcome = test::run_program(folder.file("."), command);
      INFO(command, ": ", outcome.err);
      REQUIRE(outcome.code == 0);
    }
  }

  /// The arguments of every such command in the page's sh blocks.
  [[nodiscard]] std::vector<std::string> commands(const std::string& program) const {
    std::vector<std::string> found;
    for (const Block& block : page.blocks()) {
      for (const auto& line : lines_of(block.text)) {
        if (block.language == "sh" && line.starts_with(program))
          found.push_back(line.substr(program.size()));
      }
    }
    return found;
  }
  [[nodiscard]] Outcome run_python(const std::string& arguments) const {
    return test::run_command(folder.file("."), python, arguments);
  }

  Page page = Page::read("reading-results.md");
  sample::Folder folder;
};

std::string without_spaces_at_ends(const std::string& text) {
  std::string trimmed;
  for (std::string line : lines_of(text)) {
    line.erase(line.find_last_not_of(' ') + 1);
    trimmed += line + "\n";
  }
  return trimmed;
}

/// The type that docs/reading-results.md gives a column; an end of an interval has its column's.
std::string documented_type(const Page& page, std::string column) {
  if (column.ends_with("_lo") || column.ends_with("_hi")) column.resize(column.size() - 3);
  const auto types = all_matches(page.row_of(column), R"(.\| `(\w+)` \|)");
  return types.size() == 1 ? types.front() : "";
}

}  // namespace

TEST_CASE("every example of docs/reading-results.md runs and prints what the page shows" *
          doctest::skip(test::is_sanitized)) {
  const Examples examples;
  std::set<std::string> outputs;
  for (const Block& block : examples.page.blocks()) {
    if (block.language == "text") outputs.insert(block.name);
  }
  std::size_t count = 0;
  for (const Block& block : examples.page.blocks()) {
    if (block.language != "python" || block.name == "parquet.py") continue;
    REQUIRE_FALSE(block.name.empty());
    const auto outcome = examples.run_python(block.name);
    INFO(block.name, ": ", outcome.err);
    CHECK(outcome.code == 0);
    const auto output = fs::path(block.name).replace_extension("txt").string();
    CHECK(outputs.contains(output) == !outcome.out.empty());
    if (!outputs.contains(output)) continue;
    CHECK(without_spaces_at_ends(outcome.out) == read_text(examples.folder.file(output)));
    ++count;
  }
  CHECK(count == outputs.size());
  CHECK(count >= 3);
}

TEST_CASE("every plot of docs/reading-results.md is drawn, and every kind and option has its row" *
          doctest::skip(test::is_sanitized)) {
  const Examples examples;
  const std::string program = "'" CADIS_SOURCE_FOLDER "/experiments/plot.py'";
  const auto commands = examples.commands(plot_command);
  CHECK(commands.size() >= 4);
  for (const auto& command : commands) {
    const auto outcome = test::run_command(examples.folder.file("."), program, command);
    INFO(command, ": ", outcome.err);
    CHECK(outcome.code == 0);
  }
  const Page section = examples.page.section("Plots");
  const auto help = test::run_command(examples.folder.file("."), program, "--help");
  const auto kinds = all_matches(help.out, R"(\n    (\w+) )");
  CHECK(kinds.size() == 4);
  std::set<std::string> options;
  for (const auto& kind : kinds) {
    CHECK_MESSAGE(!section.row_of(kind).empty(), kind);
    const auto own = test::run_command(examples.folder.file("."), program, "grids " + kind + " -h");
    for (const auto& option : all_matches(own.out, R"((--[a-z]+ ?[A-Z{]))")) {
      const auto name = option.substr(0, option.find(' '));
      CHECK_MESSAGE(!all_matches(section.text(), "(\\n\\|[^|]*`" + name + " )").empty(), name);
      options.insert(name);
    }
  }
  CHECK(options.size() == 9);
}

TEST_CASE("every column has one type in docs/reading-results.md, and is read with it" *
          doctest::skip(test::is_sanitized)) {
  const Examples examples;
  const Page section = examples.page.section("pandas");
  const std::set<std::string> axes = {"axis_fidelity", "carbon", "axis_policy"};
  std::string cell;
  {
    const auto runs = CsvTable::read(examples.folder.file("grids/runs.csv"));
    cell = runs.cell(0, runs.column("cell").value());
  }
  std::set<std::string> seen;
  for (const std::string& file :
       {std::string("runs.csv"), std::string("references.csv"), std::string("comparisons.csv"),
        std::string("pairs.csv"), std::string("../draws/flips.csv"),
        "cells/" + cell + "/epochs.csv", "cells/" + cell + "/summary.csv"}) {
    const bool is_comparison = file == "comparisons.csv" || file == "pairs.csv";
    examples.folder.write("column_types.py", "import sys; sys.path.insert(0, '" CADIS_SOURCE_FOLDER
                                             "/experiments')\nfrom plots.tables import read\n"
                                             "for column, kind in read('grids/" +
                                                 file + "').dtypes.items(): print(column, kind)\n");
    const auto outcome = examples.run_python("column_types.py");
    INFO(file, ": ", outcome.err);
    REQUIRE(outcome.code == 0);
    for (const auto& line : lines_of(outcome.out)) {
      std::istringstream words(line);
      std::string name, type;
      words >> name >> type;
      INFO(file, ": ", line);
      if (axes.contains(name) || (is_comparison && name == "fidelity")) {
        CHECK(type == "object");
        continue;
      }
      const auto documented = documented_type(section, name);
      CHECK(type == (documented == "str" ? "object" : documented));
      seen.insert(name);
    }
  }
  for (const Row& row : section.rows()) {
    for (const auto& name : row.names)
      CHECK_MESSAGE(seen.contains(name), name, " is said to be a column");
  }
}

TEST_CASE("the types that docs/reading-results.md shows are those that plot.py reads with" *
          doctest::skip(test::is_sanitized)) {
  const Examples examples;
  const auto outcome =
      examples.run_python("-c 'import sys; sys.path.insert(0, \"" CADIS_SOURCE_FOLDER
                          "/experiments\"); from plots import tables; import read_tables; "
                          "print(tables.TYPES == read_tables.TYPES)'");
  CHECK_MESSAGE(outcome.out == "True\n", outcome.err);
}

TEST_CASE("the Parquet line for DuckDB of docs/reading-results.md keeps every value" *
          doctest::skip(test::is_sanitized)) {
  const Examples examples;
  const auto statements = examples.commands("duckdb -c ");  // in quotes
  REQUIRE(statements.size() == 1);
  const std::string node = "env NODE_PATH='" CADIS_SOURCE_FOLDER "/build/duckdb/node_modules' node";
  const auto here = examples.folder.file(".");
  if (test::run_command(here, node, "-e 'require(\"@duckdb/node-api\")'").code != 0) {
    MESSAGE("skipped: DuckDB is not here; tests/docs/install_duckdb.sh installs it");
    return;
  }
  const auto outcome = test::run_command(here, node,
                                         "'" CADIS_SOURCE_FOLDER "/tests/docs/parquet.cjs' " +
                                             statements.front() + " grids/runs.csv runs.parquet");
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const auto runs = CsvTable::read(examples.folder.file("grids/runs.csv"));
  CHECK(outcome.out.starts_with(std::to_string(runs.rows()) + " rows\n"));
  for (const auto* type : {"carbon_g: DOUBLE", "served: BIGINT", "peeks: BOOLEAN",
                           "policy: VARCHAR", "cell: VARCHAR"}) {
    CHECK_MESSAGE(outcome.out.find("\n" + std::string(type) + "\n") != std::string::npos, type);
  }
}

TEST_CASE("the Parquet line for pandas of docs/reading-results.md keeps every value and type" *
          doctest::skip(test::is_sanitized)) {
  const Examples examples;
  const auto found = examples.run_python(
      "-c 'from importlib.util import find_spec as f; print(bool(f(\"pyarrow\") or "
      "f(\"fastparquet\")))'");
  REQUIRE(found.code == 0);
  if (found.out != "True\n") {
    MESSAGE("skipped: neither pyarrow nor fastparquet is here");
    return;
  }
  const auto outcome = examples.run_python("parquet.py");
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  examples.folder.write("same.py",
                        "import pandas as pd\nfrom read_tables import read\n"
                        "axes = ['axis_fidelity', 'carbon', 'axis_policy']\n"
                        "pd.testing.assert_frame_equal(read('grids/runs.csv', axes), "
                        "pd.read_parquet('runs.parquet'))\n");
  const auto same = examples.run_python("same.py");
  CHECK_MESSAGE(same.code == 0, same.err);
}
