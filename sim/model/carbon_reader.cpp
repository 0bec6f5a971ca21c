#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "model/climatology_series.hpp"
#include "model/scenario_reader.hpp"
#include "model/scenario_sections.hpp"
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

void read_carbon_file(YamlMap& carbon, Reading& reading, GridSignal& signal) {
  const auto file = find_input(carbon, "file", reading, data_folder() / "traces", ".csv");
  if (!file) return;
  const auto& series =
      reading.inputs.read_once(reading.inputs.carbon_traces, *file, read_carbon_trace);
  record_input(reading, *file);
  const auto& scenario = reading.scenario;
  signal.provenance = InputCache::once(reading.inputs.provenances, file->string(), [&] {
    return read_provenance(*file, reading.inputs.sha256.at(file->string()));
  });
  if (signal.provenance) record_input(reading, provenance_file(*file));
  if (!reading.has_times) return;
  if (series.start > scenario.start || series.end() < after(scenario.start, scenario.duration)) {
    carbon.problem(
        "file", fmt::format("expected a trace that covers the run, {} to {}; {} covers {} to {}",
                            format_utc(scenario.start),
                            format_utc(after(scenario.start, scenario.duration)), input_name(*file),
                            format_utc(series.start), format_utc(series.end())));
    return;
  }
  signal.carbon =
      CarbonSignal::from_series(series, scenario.start, scenario.duration, input_name(*file));
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
  const bool climatology = carbon->has("climatology"), file = carbon->has("file"),
             constant = carbon->has("constant_g_per_kwh");
  if (int{climatology} + int{file} + int{constant} != 1) {
    owner.problem(key, "expected exactly one of climatology, file, constant_g_per_kwh");
    carbon->find("seed");
    carbon->find("step");
  } else {
    try {
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
