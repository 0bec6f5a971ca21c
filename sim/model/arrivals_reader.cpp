#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "base/ticks.hpp"
#include "model/scenario_reader.hpp"
#include "model/scenario_sections.hpp"
#include "model/trace_file.hpp"

namespace cadis {
namespace {

/// Reads `hour,relative_rate`: 24 rows, hours 0 to 23 in order, mean 1 (to the digits written; then
/// made exact).
Eigen::ArrayXd read_profile(const std::filesystem::path& file) {
  constexpr std::size_t hours = 24;
  constexpr double rounding = 1e-3;
  const auto table = CsvTable::read(file);
  const auto hour = table.column("hour"), rate = table.column("relative_rate");
  if (!hour || !rate)
    throw ConfigError(fmt::format("{}:1: expected the header hour,relative_rate", file.string()));
  if (table.rows() != hours)
    throw ConfigError(
        fmt::format("{}: expected 24 rows, one an hour, got {}", file.string(), table.rows()));
  Problems problems;
  Eigen::ArrayXd rates = Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(hours));
  for (std::size_t row = 0; row < hours; ++row) {
    const auto where = fmt::format("{}:{}", file.string(), table.line(row));
    if (parse_unsigned(table.cell(row, *hour)) != row)
      problems.add(where, "hour",
                   fmt::format("expected {}, got '{}'", row, table.cell(row, *hour)));
    const auto value = parse_number(table.cell(row, *rate));
    if (!value || *value < 0)
      problems.add(
          where, "relative_rate",
          fmt::format("expected a number of at least 0, got '{}'", table.cell(row, *rate)));
    rates[static_cast<Eigen::Index>(row)] = value.value_or(1);
  }
  problems.throw_if_any();
  if (std::abs(rates.mean() - 1) > rounding)
    throw ConfigError(fmt::format("{}: relative_rate: expected a mean of 1, got {}", file.string(),
                                  rates.mean()));
  rates /= rates.mean();
  return rates;
}

std::optional<ArrivalSpec> read_diurnal(YamlMap& map, Reading& reading) {
  const auto rate = map.number("rate_rps", positive, Need::required);
  const auto name = map.text("profile", Need::required);
  const auto shift = map.duration("shift", {-86400, 86400});
  if (!name) return std::nullopt;
  const auto folder = data_folder() / "traces" / "requests";
  if (!is_shipped(folder, *name, ".csv")) {
    map.problem("profile", fmt::format("unknown profile '{}'; {}", *name,
                                       suggest_shipped(folder, *name, ".csv")));
    return std::nullopt;
  }
  const auto file = folder / (*name + ".csv");
  auto relative = read_profile(file);
  record_input(reading, file);
  if (!rate) return std::nullopt;
  return DiurnalArrivals{*rate, std::move(relative), shift.value_or(Seconds{0})};
}

std::optional<ArrivalSpec> read_markov(YamlMap& map) {
  MarkovArrivals spec;
  double total = 0;
  bool complete = true;
  for (const auto& item : map.list("states", Need::required)) {
    YamlMap state(*item.node, item.key, map.problems());
    const auto rate = state.number("rate_rps", not_negative, Need::required);
    const auto dwell = state.duration("mean_dwell", positive, Need::required);
    state.finish();
    complete = complete && rate && dwell;
    if (!rate || !dwell) continue;
    spec.states.push_back({*rate, *dwell});
    total += *rate;
  }
  if (spec.states.empty()) return std::nullopt;
  if (complete && total == 0)
    map.problem("states", "expected a state with a rate_rps above 0, got none");
  return spec;
}

std::variant<StepSeries, std::vector<UtcTime>> read_requests(const Input& file) {
  auto titles = read_titles(file);
  std::sort(titles.begin(), titles.end());
  if (titles == std::vector<std::string>{"requests", "timestamp_utc"})
    return read_count_trace(file);
  if (titles == std::vector<std::string>{"timestamp_utc"}) return read_timestamp_trace(file);
  throw ConfigError(file.name() +
                    ":1: expected the header timestamp_utc,requests (counts) or timestamp_utc (one "
                    "request a row)");
}

/// Where single requests leave a tenth of the run empty at either end, the trace may be of another
/// time than meant.
void note_uncovered_ends(const std::vector<UtcTime>& times, const std::string& name,
                         Reading& reading) {
  auto& scenario = reading.scenario;
  if (!reading.has_times || times.empty()) return;
  const Seconds before = between(scenario.start, times.front());
  const Seconds behind = between(times.back(), after(scenario.start, scenario.duration));
  if (std::max(before, behind) < scenario.duration * 0.1) return;
  scenario.assumptions.push_back(
      fmt::format("arrivals.file: {} has requests from {} to {}, and none in the rest of the run",
                  name, format_utc(times.front()), format_utc(times.back())));
}

std::optional<ArrivalSpec> read_trace(YamlMap& map, Reading& reading) {
  const auto file = find_input(map, "file", reading, data_folder() / "traces", ".csv");
  if (!file) return std::nullopt;
  const auto begin = reading.scenario.start;
  const auto end = after(begin, reading.scenario.duration);
  const auto& requests =
      reading.inputs.read_once(reading.inputs.request_traces, *file, read_requests);
  record_input(reading, *file);
  const std::string name = input_name(*file);
  auto& scenario = reading.scenario;
  scenario.requests_provenance = InputCache::once(reading.inputs.provenances, file->string(), [&] {
    return read_provenance(*file, reading.inputs.sha256.at(file->string()));
  });
  if (scenario.requests_provenance) record_input(reading, provenance_file(*file));
  if (const auto* series = std::get_if<StepSeries>(&requests)) {
    const bool is_covered =
        series->start <= begin && begin < series->end() &&
        nanoseconds(between(begin, series->end())) >= nanoseconds(scenario.duration);
    if (reading.has_times && !is_covered) {
      map.problem("file",
                  fmt::format("expected counts that cover the run, {} to {}; {} covers {} to {}",
                              format_utc(begin), format_utc(end), name, format_utc(series->start),
                              format_utc(series->end())));
    }
    return CountArrivals{*series};
  }
  const auto& times = std::get<std::vector<UtcTime>>(requests);
  TimestampArrivals spec;
  spec.at_s.reserve(times.size());
  for (const UtcTime time : times) {
    const bool is_in =
        time >= begin && nanoseconds(between(begin, time)) < nanoseconds(reading.scenario.duration);
    if (reading.has_times && !is_in) {
      map.problem("file", fmt::format("expected every request inside the run, from {} to before "
                                      "{}; {} has one at {}; cut the trace or move the run",
                                      format_utc(begin), format_utc(end), name, format_utc(time)));
      break;
    }
    spec.at_s.push_back(between(begin, time).value());
  }
  note_uncovered_ends(times, name, reading);
  return spec;
}

}  // namespace

void read_arrivals(YamlMap& root, Reading& reading) {
  auto map = root.map("arrivals", Need::required);
  if (!map) return;
  const auto process =
      map->word("process", {"constant", "poisson", "diurnal", "mmpp", "trace"}, Need::required);
  if (!process) return;  // which other keys belong here is then unknown
  std::optional<ArrivalSpec> spec;
  try {
    if (*process == "constant" || *process == "poisson") {
      const auto rate = map->number("rate_rps", positive, Need::required).value_or(1);
      if (*process == "constant") {
        spec.emplace(ConstantArrivals{rate});
      } else {
        spec.emplace(PoissonArrivals{rate});
      }
    }
    if (*process == "diurnal") spec = read_diurnal(*map, reading);
    if (*process == "mmpp") spec = read_markov(*map);
    if (*process == "trace") spec = read_trace(*map, reading);
  } catch (const ConfigError& error) {
    root.problems().add(error);
  }
  map->finish();
  if (spec) reading.scenario.arrivals = std::move(*spec);
}

}  // namespace cadis
