#include <sstream>

#include "base/errors.hpp"
#include "formats/registry.hpp"
#include "fuzz/input_file.hpp"
#include "model/trace_file.hpp"
#include "model/vintages.hpp"
#include "trace/import.hpp"

using namespace cadis;

// Any bytes as a file of any format: refused, or a trace that the readers of runs take. The first
// byte chooses the format (`a` is the first of the list), the second what the user chooses.

namespace {

constexpr std::size_t most_read_back = 10000;  ///< rows; more would take too long

/// Letters that the seeds begin with; with more formats than these some would have no seed.
constexpr std::size_t letters = 28;

/// A value for every option that the format needs, and for the others by one bit of the choice.
std::map<std::string, std::string> choose_options(const TraceFormat& format, unsigned choice) {
  static const std::map<std::string, std::string> texts{
      {"zone", "UTC"},           {"unit", "g/kWh"},         {"factors", "ipcc-ar5-lifecycle"},
      {"time-column", "time"},   {"value-column", "value"}, {"start", "2023-06-01T00:00:00Z"},
      {"missing-column", "gap"}, {"function", "f"},         {"column", "2.0"}};
  std::map<std::string, std::string> options;
  for (const FormatOption& option : format.options) {
    if (!option.is_required && (choice & 0x80U) == 0 && option.name != "zone" &&
        option.name != "start")
      continue;
    options[option.name] = option.values.empty()
                               ? texts.at(option.name)
                               : option.values[(choice >> 5U) % option.values.size()];
  }
  const bool is_time_zone = format.name == "csv" || format.name == "counts-csv";
  if (is_time_zone && (choice & 0x10U) != 0) options["zone"] = "Europe/Berlin";
  if (options.contains("time-unit"))
    options.erase(options["time-unit"] == "date" ? "start" : "zone");
  return options;
}

void check_reads_back(const ImportedTrace& trace) {
  std::ostringstream text;
  write_trace(trace, text);
  const fuzz::InputFile file(text.str());
  if (trace.kind == TraceKind::arrivals) {
    fuzz::require(read_timestamp_trace(file.path()) == trace.arrivals);
    return;
  }
  if (trace.kind == TraceKind::forecasts) {
    const Vintages vintages = Vintages::read(file.path());
    const auto& again = vintages.all();
    fuzz::require(again.size() == trace.forecasts.size());
    for (std::size_t i = 0; i < again.size(); ++i) {
      const auto& [issued, series] = trace.forecasts[i];
      fuzz::require(again[i].issued == issued && again[i].g_per_kwh.start == series.start);
      fuzz::require((again[i].g_per_kwh.values == series.values).all());
    }
    return;
  }
  const bool are_counts = trace.kind == TraceKind::counts;
  const StepSeries& series = are_counts ? trace.requests : trace.g_per_kwh;
  const auto again = are_counts ? read_count_trace(file.path()) : read_carbon_trace(file.path());
  fuzz::require(again.start == series.start && again.step.value() == series.step.value());
  fuzz::require((again.values == series.values).all());
}

std::optional<ImportedTrace> import(const fuzz::InputFile& file, const ImportChoices& choices) try {
  return import_trace(file.path(), choices, formats::registry());
} catch (const ConfigError&) {
  return std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto formats = formats::registry();
  const TraceFormat& format = formats[static_cast<std::uint8_t>(data[0] - 'a') % formats.size()];
  const unsigned choice = data[1];
  ImportChoices choices{format.name, choose_options(format, choice), {}, Repair::fail};
  fuzz::require(formats.size() <= letters);
  const bool has_steps = format.kind == TraceKind::carbon || format.kind == TraceKind::counts;
  if (format.kind == TraceKind::arrivals) choices.sort = (choice & 1U) != 0;
  if (has_steps) choices.repair = static_cast<Repair>(choice & 3U);
  if (format.name == "counts" || (has_steps && (choice & 8U) != 0)) choices.step = Seconds{1800};
  if (format.kind == TraceKind::counts && (choice & 16U) != 0) choices.scale = 0.3;
  if ((choice & 4U) != 0) choices.style.decimal = ',';
  const fuzz::InputFile file(fuzz::text_of(data, size).substr(2));
  const auto trace = import(file, choices);
  if (!trace) return 0;
  const std::size_t steps = trace->provenance.steps;
  if (trace->kind == TraceKind::arrivals || trace->kind == TraceKind::forecasts ||
      (steps > 1 && steps < most_read_back))
    check_reads_back(*trace);
  return 0;
}
