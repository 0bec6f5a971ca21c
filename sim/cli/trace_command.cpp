#include <fmt/format.h>

#include <iostream>

#include "base/files.hpp"
#include "base/names.hpp"
#include "base/numbers.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/describe_command.hpp"
#include "model/climatology_series.hpp"
#include "model/scenario_reader.hpp"
#include "model/trace_file.hpp"
#include "trace/time_reader.hpp"

namespace cadis {
namespace po = boost::program_options;
namespace {

/// A trace that can be read back: two steps or more, in years of four digits.
StepSeries draw(const Climatology& climatology, UtcTime start, Seconds duration, Seconds step,
                std::uint64_t seed) {
  if (!instant_after(start, 1e3 * duration.value() - 1))
    throw UsageError("--duration: expected an end no later than the year 9999");
  StepSeries series = generate(climatology, start, duration, step, seed);
  if (series.values.size() < 2) {
    throw UsageError(fmt::format(
        "--duration: expected more than one step of {} s, got {} s; a trace has at least two",
        step.value(), duration.value()));
  }
  return series;
}

int generate_trace(const std::vector<std::string>& words) {
  po::options_description options("options");
  options.add_options()("start", po::value<std::string>()->value_name("TIME"),
                        "first instant, as 2023-06-01T00:00:00Z")(
      "duration", po::value<std::string>()->value_name("D"), "length, as '30 d'")(
      "step", po::value<std::string>()->value_name("D")->default_value("1 h"),
      "length of a step; divides an hour")(
      "seed", po::value<std::string>()->value_name("N")->default_value("1"), "seed of the series")(
      "out", po::value<std::string>()->value_name("FILE"),
      "write here, and FILE.provenance.json beside it (stdout)")("force",
                                                                 "replace FILE, where it exists");
  const Arguments arguments = parse_arguments(words, options, "name", false);
  if (arguments.wants_help) {
    print_help("trace generate NAME --start TIME --duration D [OPTIONS]",
               "Draws a carbon trace from a climatology.", options);
    return 0;
  }
  const std::string name = require(arguments, "name", "a climatology (see cadis list traces)");
  const std::string start_text = require(arguments, "start", "--start, an instant in UTC");
  const auto start = parse_utc(start_text);
  if (!start)
    throw UsageError("--start: expected UTC as 2023-06-01T00:00:00Z, got '" + start_text + "'");
  static_cast<void>(require(arguments, "duration", "--duration, as '30 d'"));
  const Seconds duration = read_duration(arguments, "duration");
  const auto seed = parse_unsigned(arguments.text("seed"));
  if (!seed)
    throw UsageError("--seed: expected a whole number of at least 0, got '" +
                     arguments.text("seed") + "'");
  const Seconds step = read_duration(arguments, "step");
  const auto target = read_trace_output(arguments);
  static_cast<void>(shipped("traces/climatologies.csv"));
  const Climatology climatology = read_climatology(shipped("traces"), name);
  const StepSeries trace = draw(climatology, *start, duration, step, *seed);
  if (!target) {
    write_carbon_trace(trace, std::cout);
    return 0;
  }
  TraceProvenance provenance = provenance_of_climatology(name);
  provenance.source_sha256 = sha256_of_file(climatology_file(data_folder() / "traces", name));
  provenance.column = fmt::format("drawn with seed {}", *seed);
  provenance.stamps = "UTC, start of step";
  provenance.steps = static_cast<std::size_t>(trace.values.size());
  target->write(std::move(provenance), [&](std::ostream& out) { write_carbon_trace(trace, out); });
  return 0;
}

}  // namespace

int trace_command(const std::vector<std::string>& words) {
  const std::string kind = words.empty() ? "" : words.front();
  if (kind == "describe") return describe_trace({words.begin() + 1, words.end()});
  if (kind == "import") return import_command({words.begin() + 1, words.end()});
  if (kind == "generate") return generate_trace({words.begin() + 1, words.end()});
  if (kind == "--help" || kind == "-h") {
    print_help("trace import|generate|describe ...",
               "Makes and describes carbon traces. See cadis trace import --help, and so on.", {});
    return 0;
  }
  throw UsageError(kind.empty() ? "give import, generate or describe"
                                : "unknown trace command '" + kind + "'; " +
                                      suggest(kind, {"import", "generate", "describe"}));
}

}  // namespace cadis
