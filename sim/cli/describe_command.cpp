#include "cli/describe_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/files.hpp"
#include "cli/arguments.hpp"
#include "cli/describe_forecast.hpp"
#include "cli/plot_program.hpp"
#include "cli/trace_picture.hpp"
#include "model/trace_file.hpp"
#include "model/trace_provenance.hpp"
#include "report/trace_statistics.hpp"
#include "study/file_kind.hpp"

namespace cadis {
namespace {

constexpr std::size_t line_width = 76;

struct Trace {
  StepSeries series;
  std::string unit;  ///< `g_per_kwh`, or `requests` a step
};

/// What is of neither kind is refused as a carbon trace.
Trace read_trace(const Input& file) {
  const FileKind kind = file_kind(file);
  if (kind == FileKind::timestamp_trace) {
    throw ConfigError(file.name() +
                      ": holds single requests, which have no steps; describe takes carbon "
                      "intensities or counts of requests");
  }
  if (kind == FileKind::count_trace) return {read_count_trace(file), "requests"};
  return {read_carbon_trace(file), "g_per_kwh"};
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

/// What the import found and mended; empty where no provenance lies beside the trace.
std::string origin(const Input& file) {
  const auto provenance = read_provenance(file.file(), file.sha256());
  if (!provenance) return "";
  std::string text = fmt::format("{:<20} {}, {}, {} of {}\n", "imported from", provenance->source,
                                 provenance->format, provenance->emissions, provenance->accounting);
  text += fmt::format("{:<20} {} of {} steps, by the rule {}\n", "repaired",
                      provenance->repaired_steps, provenance->steps, provenance->repair);
  for (const TraceFinding& finding : provenance->findings)
    text += fmt::format("{:<20} {} x {}\n", "found", finding.count, finding.what);
  return text;
}

std::string for_the_eye(const TraceStatistics& statistics, const std::string& unit,
                        const Input& file) {
  std::string text = fmt::format("{:<20} {} to {}\n{:<20} {} of {} s, without a gap\n", "span",
                                 format_utc(statistics.start), format_utc(statistics.end), "steps",
                                 statistics.steps, statistics.step.value());
  if (unit == "g_per_kwh") text += origin(file);
  for (const NamedFigure& figure : figures(statistics, unit)) {
    text += std::isnan(figure.value) ? fmt::format("{:<20} -\n", figure.name)
                                     : fmt::format("{:<20} {:.5g}\n", figure.name, figure.value);
  }
  if (!statistics.daily_means.empty()) {
    text +=
        fmt::format("\nmeans of whole days\n{}\n", sparkline(statistics.daily_means, line_width));
  }
  const bool has_colour = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  return text + fmt::format("\nmeans by month and hour (UTC), {}\n{}", unit,
                            heat_table(statistics.month_hour_mean, has_colour));
}

/// Where a picture is to be drawn, if anywhere; barred to others meanwhile.
std::unique_ptr<NamedFile> read_picture(const Arguments& arguments, const Input& trace) {
  if (!arguments.has("plot")) return nullptr;
  if (!std::filesystem::is_regular_file(trace.file())) {
    throw UsageError("--plot: reads the trace again, and " + trace.name() +
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
    print_help("trace describe TRACE.csv [--plot FILE] [--csv] [--forecast METHOD [OPTIONS]]",
               "Says what a trace looks like, or scores a way to forecast it, by horizon.",
               options);
    return 0;
  }
  const Input file(require(arguments, "trace", "a carbon trace"));
  const auto picture = read_picture(arguments, file);
  const Trace trace = read_trace(file);
  if (arguments.has("forecast")) {
    if (trace.unit != "g_per_kwh")
      throw UsageError("--forecast: takes a carbon trace; " + file.name() + " counts requests");
    std::cout << describe_forecast(trace.series, file.name(), arguments);
  } else {
    const TraceStatistics statistics = describe(trace.series);
    std::cout << (arguments.has("csv") ? as_csv(statistics, trace.unit)
                                       : for_the_eye(statistics, trace.unit, file));
  }
  if (picture) {
    std::cout.flush();
    run_plot_program("plot_trace.py", {file.file().string(), arguments.text("plot")});
  }
  return 0;
}

}  // namespace cadis
