#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "trace/findings.hpp"
#include "trace/source.hpp"

namespace cadis {

/// What a file holds, and so what its import gives.
enum class TraceKind {
  carbon,    ///< g CO2e per kWh, in each step
  counts,    ///< requests, in each step
  arrivals,  ///< the time of each request
  forecasts  ///< of g CO2e per kWh, as they were issued
};

/// Rules for steps without a value. `fail` refuses them.
enum class Repair { fail, hold, linear, same_hour_yesterday };

/// What a user decides about an import.
struct ImportChoices {
  std::string format = "auto";
  std::map<std::string, std::string> options;  ///< those of the format, without `--`
  std::optional<Seconds> step;                 ///< as the rows have it, where not given
  Repair repair = Repair::fail;
  bool sort = false;                           ///< arrivals that go back in time are put in order
  std::optional<double> scale = std::nullopt;  ///< of counts
  CsvStyle style = {};                         ///< of a CSV

  [[nodiscard]] bool has(const std::string& option) const { return options.contains(option); }
  /// Empty where it was not given.
  [[nodiscard]] std::string text(const std::string& option) const {
    return has(option) ? options.at(option) : std::string{};
  }
};

/// One row of a file.
struct RawRow {
  static constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  UtcTime start;                        ///< of the time that the value holds for
  double value = missing;               ///< g CO2e per kWh, or requests
  std::chrono::milliseconds length{0};  ///< 0: the file does not say
  std::uint32_t line = 0;
  bool is_estimated = false;
};

/// A forecast of a file: its rows in the file's order.
struct RawForecast {
  UtcTime issued;
  std::vector<RawRow> rows;
};

/// What a format reads from a file: rows in the file's order, as broken as they are.
struct RawTrace {
  static constexpr std::size_t most_rows = 10'000'000;

  explicit RawTrace(const TraceSource& source) : findings(source.name()), doubts(source.name()) {
    rows.reserve(std::min(source.likely_rows(), most_rows));  // costs nothing until used
    arrivals.reserve(rows.capacity());
  }
  std::vector<RawRow> rows;
  std::vector<UtcTime> arrivals;  ///< of requests one by one, instead of rows; see add_arrival()
  std::vector<RawForecast> forecasts;     ///< instead of rows
  std::string time_column, value_column;  ///< as the file calls them, for messages
  TraceProvenance provenance;  ///< what the format knows: zone, column, unit and what it means
  Findings findings;           ///< peculiarities of the format
  /// What the format reads, but which speaks for another layout. `--format auto` refuses it; where
  /// the user named the format it is a finding. Each says how it is taken.
  Findings doubts;
  bool is_unit_assumed = false;  ///< neither the file nor the user says the values' unit
};

/// Something that the user of a format may or must choose.
struct FormatOption {
  std::string name;                 ///< without `--`
  std::vector<std::string> values;  ///< empty: any text
  std::string doc;
  bool is_required = false;
};

/// A layout of traces. A format is one file in formats/ and one line in its registry.
struct TraceFormat {
  std::string name, summary;
  std::vector<FormatOption> options;
  /// Whether the head of a file looks like this format, for `--format auto`.
  bool (*recognises)(const TraceSource& source);
  /// ConfigError, with file and line, where a row cannot be understood. Options are checked before.
  RawTrace (*read)(const TraceSource& source, const ImportChoices& choices);
  TraceKind kind = TraceKind::carbon;
};

}  // namespace cadis
