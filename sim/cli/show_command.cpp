#include <fmt/format.h>
#include <unistd.h>

#include <boost/algorithm/string.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/results_table.hpp"
#include "cli/text_table.hpp"

namespace cadis {
namespace po = boost::program_options;
namespace fs = std::filesystem;
namespace {

/// A run's totals, a line each; what it has not is left out.
std::string run_table(const fs::path& folder) {
  const CsvTable table = CsvTable::read(folder / "summary.csv");
  std::vector<std::vector<std::string>> lines;
  for (std::size_t column = 0; column < table.header().size(); ++column)
    if (!table.cell(0, column).empty())
      lines.push_back({table.header()[column], table.cell(0, column)});
  return text_table(lines);
}

TableView read_view(const Arguments& arguments) {
  TableView view;
  for (const std::string& wanted : arguments.list("where")) {
    const std::size_t equals = wanted.find('=');
    if (equals == std::string::npos || equals == 0)
      throw UsageError("--where: expected COLUMN=VALUE, got '" + wanted + "'");
    view.where.emplace_back(wanted.substr(0, equals), wanted.substr(equals + 1));
  }
  if (arguments.has("sort")) view.sort = arguments.text("sort");
  if (arguments.has("columns"))
    boost::split(view.columns, arguments.text("columns"), boost::is_any_of(","));
  view.width = terminal_width(STDOUT_FILENO);
  view.has_colour = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  return view;
}

}  // namespace

int show_command(const std::vector<std::string>& words) {
  po::options_description options("options");
  options.add_options()("where", po::value<std::vector<std::string>>()->value_name("COLUMN=VALUE"),
                        "only rows with this value; repeatable")(
      "sort", po::value<std::string>()->value_name("COLUMN"),
      "order within a group; -COLUMN for the greatest first (the best first)")(
      "columns", po::value<std::string>()->value_name("A,B"),
      "columns of comparisons.csv to show (those that matter most and fit the terminal)");
  const Arguments arguments = parse_arguments(words, options, "folder", false);
  if (arguments.wants_help) {
    print_help("show DIR [OPTIONS]", "Shows the table of a study, or the totals of a run, again.",
               options);
    return 0;
  }
  const fs::path folder = require(arguments, "folder", "a folder of results");
  std::error_code none;
  if (fs::exists(folder / "comparisons.csv", none)) {
    std::cout << results_table(folder, read_view(arguments));
  } else if (fs::exists(folder / "summary.csv", none)) {
    for (const char* option : {"where", "sort", "columns"})
      if (arguments.has(option))
        throw UsageError(
            fmt::format("--{}: is for studies; {} holds a run", option, folder.string()));
    std::cout << run_table(folder);
  } else {
    throw ConfigError(
        fmt::format("{}: holds neither comparisons.csv of a study nor summary.csv of a "
                    "run; name a folder that --out named, once it is finished",
                    folder.string()));
  }
  return 0;
}

}  // namespace cadis
