#include "trace/json_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/errors.hpp"
#include "base/numbers.hpp"
#include "trace/json_rows.hpp"
#include "trace/time_reader.hpp"

namespace cadis {
namespace {

constexpr std::size_t most_series = 1000;

double read_number(const TraceSource& source, std::string_view path, const JsonScalar& scalar) {
  if (!scalar.text) return RawRow::missing;
  if (const auto number = parse_number(trim(*scalar.text))) return *number;
  throw ConfigError(fmt::format("{}:{}: {}: expected a finite number or null, got '{}'",
                                source.name(), scalar.line, path, scalar.text->substr(0, 40)));
}

}  // namespace

std::vector<JsonSeries> read_json_series(const TraceSource& source) {
  std::vector<JsonSeries> all;
  std::size_t count = 0, open = 0;  // those from `open` on have no name yet
  bool goes_on = false;             // no object has ended since the last element
  const auto visit_element = [&](std::string_view path, const JsonScalar& scalar) {
    if (!goes_on || all.back().path != path) {
      if (all.size() >= most_series)
        throw ConfigError(fmt::format("{}:{}: more than {} arrays; cut the file", source.name(),
                                      scalar.line, most_series));
      all.emplace_back().path = path;
    }
    goes_on = true;
    if (++count > RawTrace::most_rows) {
      throw ConfigError(fmt::format("{}:{}: more than {} numbers; cut the file", source.name(),
                                    scalar.line, RawTrace::most_rows));
    }
    all.back().values.push_back(read_number(source, path, scalar));
    all.back().lines.push_back(scalar.line);
  };
  const auto visit = [&](const JsonObject& object) {
    goes_on = false;
    for (; object.path.ends_with("[]") && open < all.size(); ++open) {
      if (object.has("name")) all[open].name = JsonRows::text(object, "name");
    }
  };
  read_json(source, visit, visit_element);
  return all;
}

std::vector<UtcTime> take_unix_seconds(const TraceSource& source,
                                       const std::vector<JsonSeries>& series) {
  const auto seconds = std::find_if(series.begin(), series.end(), [](const JsonSeries& one) {
    return one.path.ends_with("unix_seconds");
  });
  if (seconds == series.end()) throw ConfigError(source.name() + ": has no array unix_seconds");
  std::vector<UtcTime> times;
  for (std::size_t i = 0; i < seconds->values.size(); ++i) {
    const double value = seconds->values[i];
    const auto time = instant_after(UtcTime{}, value * 1e3);
    if (time && std::floor(value) == value) {
      times.push_back(*time);
      continue;
    }
    throw ConfigError(fmt::format("{}:{}: unix_seconds: expected whole seconds since 1970, got {}",
                                  source.name(), seconds->lines[i], format_number(value)));
  }
  for (const JsonSeries& one : series) {
    if (one.values.size() == times.size()) continue;
    throw ConfigError(fmt::format(
        "{}:{}: {}: expected a value for each of {} unix_seconds, got {}; ask for one answer alone",
        source.name(), one.lines.front(), one.name.empty() ? one.path : one.name, times.size(),
        one.values.size()));
  }
  return times;
}

}  // namespace cadis
