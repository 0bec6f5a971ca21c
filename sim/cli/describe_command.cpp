#include "cli/describe_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/names.hpp"
#include "cli/arguments.hpp"
#include "cli/describe_forecast.hpp"
#include "cli/plot_program.hpp"
#include "cli/trace_picture.hpp"
#include "model/scenario_reader.hpp"
#include "model/shipped_trace.hpp"
#include "model/trace_file.hpp"
#include "model/trace_provenance.hpp"
#include "report/trace_statistics.hpp"
#include "study/file_kind.hpp"

namespace cadis {
namespace {

constexpr std::size_t line_width = 76;

struct Trace {
  std::string name;
  StepSeries series;
  std::string unit;  ///< `g_per_kwh`, or `requests` a step
  std::optional<TraceProvenance> provenance;
  std::vector<std::string> plot_arguments;  ///< of plot_trace.py: where the trace is
};

/// What is of neither kind is refused as a carbon trace.
Trace read_trace(const Input& file) {
  const FileKind kind = file_kind(file);
  if (kind == FileKind::timestamp_trace) {
    throw ConfigError(file.name() +
                      ": holds single requests, which have no steps; describe takes carbon "
                      "intensities or counts of requests");
  }
  if (kind == FileKind::count_trace) {
    return {file.name(), read_count_trace(file), "requests", std::nullopt, {file.file().string()}};
  }
  StepSeries series = read_carbon_trace(file);
  return {file.name(),
          std::move(series),
          "g_per_kwh",
          read_provenance(file.file(), file.sha256()),
          {file.file().string()}};
}

/// ConfigError where no trace of this name is shipped.
Trace read_shipped_trace(const std::string& name) {
  const auto index = CsvTable::read(shipped(trace_index("traces")));
  const auto found = find_shipped_trace(shipped("traces"), index, name);
  if (!found) {
    throw ConfigError(fmt::format("{}: neither a file nor a shipped trace; {}", name,
                                  suggest(name, shipped_trace_names(index))));
  }
  return {name,
          read_carbon_column(found->file, found->column),
          "g_per_kwh",
          found->provenance,
          {found->file.string(), "--column", found->column, "--title", name}};
}

std::string as_csv(const TraceStatistics& statistics, const std::string& unit) {
  CsvWriter csv({"figure", "value"});
  const auto row = [&csv](const std::string& name) -> CsvWriter& { return csv.cell(name); };
  row("start_utc").cell(statistics.start).end_row();
  row("end_utc").cell(statistics.end).end_row();
  row("step_s").cell(statistics.step.value()).end_row();
  row("steps").cell(static_cast<double>(statistics.steps)).end_row();
  for (const NamedFigure& figure : figures(statistics, unit))
    row(figure.name).cell(figure.value).end_row();
  return csv.take();
}

/// What the import found and mended; empty where nothing is known.
std::string origin(const std::optional<TraceProvenance>& provenance) {
  if (!provenance) return "";
  std::string text = fmt::format("{:<20} {}, {}, {} of {}\n", "imported from", provenance->source,
                                 provenance->format, provenance->emissions, provenance->accounting);
  text += fmt::format("{:<20} {} of {} steps, by the rule {}\n", "repaired",
                      provenance->repaired_steps, provenance->steps, provenance->repair);
  for (const TraceFinding& finding : provenance->findings)
    text += fmt::format("{:<20} {} x {}\n", "found", finding.count, finding.what);
  return text;
}

std::string for_the_eye(const TraceStatistics& statistics, const Trace& trace) {
  std::string text = fmt::format("{:<20} {} to {}\n{:<20} {} of {} s, without a gap\n", "span",
                                 format_utc(statistics.start), format_utc(statistics.end), "steps",
                                 statistics.steps, statistics.step.value());
  text += origin(trace.provenance);
  for (const NamedFigure& figure : figures(statistics, trace.unit)) {
    text += std::isnan(figure.value) ? fmt::format("{:<20} -\n", figure.name)
                                     : fmt::format("{:<20} {:.5g}\n", figure.name, figure.value);
  }
  if (!statistics.daily_means.empty()) {
    text +=
        fmt::format("\nmeans of whole days\n{}\n", sparkline(statistics.daily_means, line_width));
  }
  const bool has_colour = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  return text + fmt::format("\nmeans by month and hour (UTC), {}\n{}", trace.unit,
                            heat_table(statistics.month_hour_mean, has_colour));
}

/// Where a picture is to be drawn, if anywhere; barred to others meanwhile.
std::unique_ptr<NamedFile> read_picture(const Arguments& arguments, const std::string& trace) {
  if (!arguments.has("plot")) return nullptr;
  if (is_input(trace) && !std::filesystem::is_regular_file(trace)) {
    throw UsageError("--plot: reads the trace again, and " + input_name(trace) +
                     " can be read only once; write it to a file first");
  }
  return name_output("plot", arguments.text("plot"), arguments.has("force"));
}

}  // namespace

int describe_trace(const std::vector<std::string>& words) {
  namespace po = boost::program_options;
  po::options_description options("options");
  options.add_options()("csv", "print CSV instead of a table for the eye")(
      "plot", po::value<std::string>()->value_name("FILE"),
      "draw it, too: FILE.svg, FILE.png or FILE.pdf")("force",
                                                      "replace the picture, where it exists");
  options.add(forecast_options());
  const Arguments arguments = parse_arguments(words, options, "trace", false);
  if (arguments.wants_help) {
    print_help(
        "trace describe TRACE [--plot FILE] [--csv] [--forecast METHOD [OPTIONS]]",
        "Says what a trace looks like, or scores a way to forecast it, by horizon.\nTRACE is a "
        "file, or the name of a shipped trace (cadis list traces).",
        options);
    return 0;
  }
  const std::string name = require(arguments, "trace", "a carbon trace");
  const auto picture = read_picture(arguments, name);
  const Trace trace = is_input(name) ? read_trace(name) : read_shipped_trace(name);
  if (arguments.has("forecast")) {
    if (trace.unit != "g_per_kwh")
      throw UsageError("--forecast: takes a carbon trace; " + trace.name + " counts requests");
    std::cout << describe_forecast(trace.series, trace.name, arguments);
  } else {
    const TraceStatistics statistics = describe(trace.series);
    std::cout << (arguments.has("csv") ? as_csv(statistics, trace.unit)
                                       : for_the_eye(statistics, trace));
  }
  if (picture) {
    std::cout.flush();
    auto given = trace.plot_arguments;
    given.insert(given.begin() + 1, arguments.text("plot"));
    run_plot_program("plot_trace.py", given);
  }
  return 0;
}

}  // namespace cadis
