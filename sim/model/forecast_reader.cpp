#include <fmt/format.h>

#include <limits>

#include "base/names.hpp"
#include "base/numbers.hpp"
#include "model/scenario_reader.hpp"
#include "model/scenario_sections.hpp"

namespace cadis {
namespace {

constexpr Range error_pct{0, 100, true};

/// Sweeping the method alone leaves the other methods' keys in place, so those are checked too, and
/// take no notice; only files are read where they are used.
NoisyForecast read_noisy(YamlMap& map, Need need, std::uint64_t default_seed) {
  NoisyForecast noisy;
  noisy.seed =
      map.integer("seed", 0, std::numeric_limits<std::uint64_t>::max()).value_or(default_seed);
  const auto correlation = map.number("correlation", {0, 1}, need);
  if (correlation == 1.0)
    map.problem("correlation", "expected less than 1, got 1; errors would never change");
  noisy.correlation = correlation.value_or(0);
  for (const auto& item : map.list("mape_pct", need)) {
    const auto value =
        item.node->kind == YamlNode::Kind::scalar ? parse_number(item.node->text) : std::nullopt;
    if (value && error_pct.holds(*value)) {
      noisy.mape_pct.push_back(*value);
    } else {
      map.problems().add(item.node->where, item.key,
                         fmt::format("expected a finite number{}, got {}", error_pct.text(),
                                     describe(*item.node)));
    }
  }
  return noisy;
}

std::optional<ClimatologyForecast> read_means(YamlMap& map, Reading& reading) {
  const auto name = map.text("climatology", Need::required);
  if (!name) return std::nullopt;
  const Climatology* const climatology = find_climatology(map, *name, reading);
  if (climatology == nullptr) return std::nullopt;
  return ClimatologyForecast{*climatology};
}

std::optional<VintageForecast> read_vintages(YamlMap& map, Reading& reading) {
  const auto file = find_input(map, "file", reading, data_folder() / "traces", ".csv");
  if (!file) return std::nullopt;
  const auto& vintages = reading.inputs.read_once(
      reading.inputs.vintages, *file,
      [](const Input& in) { return std::make_shared<const Vintages>(Vintages::read(in)); });
  record_input(reading, *file);
  if (reading.has_times && vintages->at(reading.scenario.start) == nullptr) {
    map.problem("file",
                fmt::format("expected a forecast issued at or before the run's start, {}; the "
                            "first of {} was issued at {}",
                            format_utc(reading.scenario.start), input_name(*file),
                            format_utc(vintages->all().front().issued)));
  }
  return VintageForecast{vintages};
}

}  // namespace

void read_forecast(YamlMap& root, Reading& reading) {
  auto map = root.map("forecast");
  if (!map) return;
  const auto method = map->word("method", forecast_methods(), Need::required);
  const auto is = [&](const char* name) { return method && *method == name; };
  if (!reading.scenario.regions.empty() && (is("climatology") || is("file"))) {
    map->problem("method", *method +
                               " is of one grid, and there are several regions; of their mean "
                               "there are perfect, persistence, same-hour-yesterday and noisy");
  }
  ForecastSpec spec;
  try {
    const auto noisy =
        read_noisy(*map, is("noisy") ? Need::required : Need::optional, reading.scenario.seed);
    if (is("persistence")) spec.method = PersistenceForecast{};
    if (is("same-hour-yesterday")) spec.method = YesterdayForecast{};
    if (is("noisy")) spec.method = noisy;
    if (is("climatology")) {
      if (auto means = read_means(*map, reading)) spec.method = std::move(*means);
    }
    if (is("file")) {
      if (auto vintages = read_vintages(*map, reading)) spec.method = std::move(*vintages);
    }
  } catch (const ConfigError& error) {
    root.problems().add(error);
  }
  for (const char* key : {"climatology", "file"}) map->find(key);
  map->finish();
  reading.scenario.forecast = std::move(spec);
}

}  // namespace cadis
