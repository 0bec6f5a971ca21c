#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/names.hpp"
#include "model/climatology_series.hpp"
#include "model/scenario_reader.hpp"
#include "model/scenario_sections.hpp"
#include "model/shipped_trace.hpp"
#include "model/trace_file.hpp"

namespace cadis {
namespace {

constexpr double most_steps = 5e7;  // a year and a half of seconds, 400 MB

void read_climatology_carbon(YamlMap& carbon, Reading& reading, GridSignal& signal) {
  const auto name = carbon.text("climatology");
  const auto seed = carbon.integer("seed", 0, std::numeric_limits<std::uint64_t>::max());
  const auto step = carbon.duration("step", {1, 3600});
  const double steps_per_hour = 3600 / step.value_or(Seconds{3600}).value();
  if (std::abs(steps_per_hour - std::round(steps_per_hour)) > 1e-9 * steps_per_hour) {
    carbon.problem(
        "step",
        fmt::format(
            "expected a time that divides an hour, got {} s; take 1 h, 30 min, 15 min or 5 min",
            3600 / steps_per_hour));
    return;
  }
  if (!name) return;
  const Climatology* const climatology = find_climatology(carbon, *name, reading);
  if (climatology == nullptr) return;
  const auto& scenario = reading.scenario;
  signal.provenance = provenance_of_climatology(*name);
  if (!reading.has_times) return;
  const double steps = reading.carbon_steps + scenario.duration / step.value_or(Seconds{3600});
  if (steps > most_steps) {
    carbon.problem("step", fmt::format("expected at most {:.0f} steps in all, got {:.0f}; make it "
                                       "longer, or shorten the run",
                                       most_steps, steps));
    return;
  }
  const auto series = generate(*climatology, scenario.start, scenario.duration,
                               step.value_or(Seconds{3600}), seed.value_or(scenario.seed));
  signal.carbon = CarbonSignal::from_series(series, scenario.start, scenario.duration, *name);
}

/// The part of a trace that the run needs; a problem at the key where it does not cover the run.
void cut_to_run(YamlMap& carbon, const std::string& key, const StepSeries& series,
                const std::string& name, const Scenario& scenario, GridSignal& signal) {
  const UtcTime end = after(scenario.start, scenario.duration);
  if (series.start > scenario.start || series.end() < end) {
    carbon.problem(key, fmt::format("expected a trace that covers the run, {} to {}; {} covers {} "
                                    "to {}",
                                    format_utc(scenario.start), format_utc(end), name,
                                    format_utc(series.start), format_utc(series.end())));
    return;
  }
  signal.carbon = CarbonSignal::from_series(series, scenario.start, scenario.duration, name);
}

void read_shipped_carbon(YamlMap& carbon, Reading& reading, GridSignal& signal) {
  const auto name = carbon.text("trace");
  if (!name) return;
  const auto folder = data_folder() / "traces";
  const auto index_file = shipped(trace_index("traces"));
  const CsvTable index = CsvTable::read(index_file);
  const auto found = find_shipped_trace(folder, index, *name);
  if (!found) {
    carbon.problem("trace", fmt::format("no trace '{}' is shipped; {}; for other zones and years "
                                        "take `climatology:`, or `file:` for a trace of your own",
                                        *name, suggest(*name, shipped_trace_names(index))));
    return;
  }
  const StepSeries& series = InputCache::once(reading.inputs.carbon_traces, *name, [&] {
    const Input input(found->file);
    StepSeries column = read_carbon_column(input, found->column);
    reading.inputs.sha256[found->file.string()] = input.sha256();
    return column;
  });
  record_input(reading, index_file);
  record_input(reading, found->file);
  signal.provenance = found->provenance;
  signal.provenance->trace_sha256 = reading.inputs.sha256.at(found->file.string());
  if (reading.has_times) cut_to_run(carbon, "trace", series, *name, reading.scenario, signal);
}

void read_carbon_file(YamlMap& carbon, Reading& reading, GridSignal& signal) {
  const auto file = find_input(carbon, "file", reading, data_folder() / "traces", ".csv");
  if (!file) return;
  const auto& series =
      reading.inputs.read_once(reading.inputs.carbon_traces, *file, read_carbon_trace);
  record_input(reading, *file);
  signal.provenance = InputCache::once(reading.inputs.provenances, file->string(), [&] {
    return read_provenance(*file, reading.inputs.sha256.at(file->string()));
  });
  if (signal.provenance) record_input(reading, provenance_file(*file));
  if (!reading.has_times) return;
  cut_to_run(carbon, "file", series, input_name(*file), reading.scenario, signal);
}

}  // namespace

const Climatology* find_climatology(YamlMap& map, const std::string& name, Reading& reading) {
  const auto folder = data_folder() / "traces";
  if (!is_shipped(folder / "climatology", name, ".csv")) {
    map.problem("climatology", fmt::format("unknown climatology '{}'; {}", name,
                                           suggest_shipped(folder / "climatology", name, ".csv")));
    return nullptr;
  }
  const auto& climatology = InputCache::once(reading.inputs.climatologies, name,
                                             [&] { return read_climatology(folder, name); });
  record_input(reading, climatology_file(folder, name));
  record_input(reading, folder / "climatologies.csv");
  return &climatology;
}

GridSignal read_signal(YamlMap& owner, const std::string& key, Reading& reading) {
  GridSignal signal;
  auto carbon = owner.map(key, Need::required);
  if (!carbon) return signal;
  const bool trace = carbon->has("trace"), climatology = carbon->has("climatology"),
             file = carbon->has("file"), constant = carbon->has("constant_g_per_kwh");
  if (int{trace} + int{climatology} + int{file} + int{constant} != 1) {
    owner.problem(key, "expected exactly one of trace, climatology, file, constant_g_per_kwh");
    carbon->find("seed");
    carbon->find("step");
  } else {
    try {
      if (trace) read_shipped_carbon(*carbon, reading, signal);
      if (climatology) read_climatology_carbon(*carbon, reading, signal);
      if (file) read_carbon_file(*carbon, reading, signal);
      if (constant) {
        const auto value = carbon->number("constant_g_per_kwh", not_negative);
        if (value && reading.has_times)
          signal.carbon = CarbonSignal::constant(GramsPerKwh{*value}, reading.scenario.duration);
      }
    } catch (const ConfigError& error) {
      owner.problems().add(error);
    }
  }
  carbon->finish();
  reading.carbon_steps += static_cast<double>(signal.carbon.steps());
  return signal;
}

}  // namespace cadis
