#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>

#include "base/names.hpp"
#include "base/numbers.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "formats/registry.hpp"
#include "report/manifest.hpp"
#include "trace/import.hpp"
#include "trace/repair.hpp"

namespace cadis {
namespace po = boost::program_options;
namespace {

/// Options that are a format's own; which takes which is in its description.
const std::vector<std::pair<std::string, std::string>>& format_options() {
  static const std::vector<std::pair<std::string, std::string>> options{
      {"column", "which of the file's figures, or what they count"},
      {"zone", "which zone of several; for csv and requests the time zone"},
      {"accounting", "whether they are average or marginal"},
      {"unit", "unit of the values"},
      {"factors", "table of grams per kWh of each fuel"},
      {"time-column", "title of the column of times"},
      {"value-column", "title of the column of values"},
      {"stamp", "whether times name a step's start or end"},
      {"start", "when the first count begins, or from when times count"},
      {"time-unit", "what times are: date, ms, s, min or h"},
      {"function", "one function of several"},
      {"missing-column", "title of a column that marks rows without a value"},
      {"zeros", "whether long runs of zeros are kept or missing"}};
  return options;
}

po::options_description describe_options() {
  po::options_description options("options");
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("format", text("NAME")->default_value("auto"),
                        "layout of the file, or auto: told from its first lines")(
      "step", text("D"), "step of the trace, where the file has several or none")(
      "repair", text("RULE")->default_value("fail"),
      "what becomes of steps without a value: fail, hold, linear, same-hour-yesterday")(
      "sort", po::bool_switch(), "put single requests in order of time")(
      "scale", text("X"), "multiply counts, which stay whole")(
      "separator", text("MARK"),
      "what stands between a CSV's fields: comma, semicolon or tab (told from its titles)")(
      "decimal", text("MARK"),
      "what stands before a CSV's decimals: point or comma (told from its numbers)")(
      "thousands", text("MARK"),
      "what stands between a CSV's thousands: point, comma or space (nothing)")(
      "out", text("FILE"), "write here, and FILE.provenance.json beside it (stdout)")(
      "force", "replace FILE, where it exists");
  for (const auto& [name, doc] : format_options())
    options.add_options()(name.c_str(), text("TEXT"), doc.c_str());
  return options;
}

void print_formats() {
  std::cout << "\nformats, and what each takes (* must be given):\n";
  for (const TraceFormat& format : formats::registry()) {
    std::cout << "  " << format.name << ": " << format.summary << "\n";
    for (const FormatOption& option : format.options) {
      std::cout << "     " << (option.is_required ? "*" : " ") << "--" << option.name << " ";
      for (std::size_t i = 0; i < option.values.size(); ++i)
        std::cout << (i == 0 ? "" : "|") << option.values[i];
      std::cout << (option.values.empty() ? "TEXT: " : ": ") << option.doc << "\n";
    }
  }
}

Repair read_repair(const std::string& text) {
  const auto& names = repair_names();
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) {
    throw UsageError("--repair: unknown rule '" + text + "'; " + suggest(text, names));
  }
  return static_cast<Repair>(found - names.begin());
}

double read_scale(const std::string& text) {
  const auto scale = parse_number(text);
  if (scale && *scale > 0) return *scale;
  throw UsageError("--scale: expected a number above 0, got '" + text + "'");
}

CsvStyle read_style(const Arguments& arguments) {
  const auto read = [&](const char* option, const std::vector<std::string>& names) {
    return arguments.has(option) ? std::optional{read_mark(option, arguments.text(option), names)}
                                 : std::nullopt;
  };
  return {read("separator", separator_names()), read("decimal", decimal_names()),
          read("thousands", thousands_names())};
}

/// Where to write, if anywhere. A download is not written over.
std::unique_ptr<TraceOutput> read_target(const Arguments& arguments, const Input& source) {
  if (!arguments.has("out")) return nullptr;
  const std::filesystem::path out = arguments.text("out");
  std::error_code none;
  for (const auto& written : {out, provenance_file(out)}) {
    if (std::filesystem::equivalent(written, source.file(), none)) {
      throw UsageError("--out: " + out.string() + " would write over " + source.name() +
                       ", which is imported; choose another name");
    }
  }
  return read_trace_output(arguments);
}

/// What was imported, in a sentence.
std::string describe(const ImportedTrace& trace) {
  const TraceProvenance& provenance = trace.provenance;
  std::string text = provenance.format + ": ";
  if (trace.kind == TraceKind::arrivals) {
    text += fmt::format("{} requests, {} to {}", provenance.requests,
                        format_utc(trace.arrivals.front()), format_utc(trace.arrivals.back()));
    return text;
  }
  if (trace.kind == TraceKind::forecasts) {
    text += fmt::format("{} forecasts of {} steps in all, issued {} to {}", trace.forecasts.size(),
                        provenance.steps, format_utc(trace.forecasts.front().issued),
                        format_utc(trace.forecasts.back().issued));
    return text;
  }
  text += fmt::format("{} steps, {} repaired ({})", provenance.steps, provenance.repaired_steps,
                      provenance.repair);
  if (trace.kind == TraceKind::counts) text += fmt::format(", {} requests", provenance.requests);
  return text;
}

}  // namespace

int import_command(const std::vector<std::string>& words) {
  const auto options = describe_options();
  const Arguments arguments = parse_arguments(words, options, "file", false);
  if (arguments.wants_help) {
    print_help("trace import FILE [OPTIONS]",
               "Turns a publisher's file into a trace of carbon, requests or forecasts. See "
               "docs/traces.md.",
               options);
    print_formats();
    return 0;
  }
  const Input file(require(arguments, "file", "a file to import"));
  const auto target = read_target(arguments, file);
  ImportChoices choices;
  choices.format = arguments.text("format");
  choices.repair = read_repair(arguments.text("repair"));
  if (arguments.has("step")) choices.step = read_duration(arguments, "step");
  for (const auto& [name, doc] : format_options()) {
    if (arguments.has(name)) choices.options[name] = arguments.text(name);
  }
  choices.sort = arguments.values["sort"].as<bool>();
  if (arguments.has("scale")) choices.scale = read_scale(arguments.text("scale"));
  choices.style = read_style(arguments);
  ImportedTrace trace = import_trace(file, choices, formats::registry());
  trace.provenance.version = cadis_version();
  for (const std::string& line : trace.findings) std::cerr << line << "\n";
  if (target)
    write_imported(trace, *target);
  else
    write_trace(trace, std::cout);
  std::cerr << file.name() << ": " << describe(trace) << "\n";
  return 0;
}

}  // namespace cadis
