#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trace/format.hpp"
#include "trace/json_source.hpp"

namespace cadis {

/// An array of numbers of a JSON file; a null is RawRow::missing.
struct JsonSeries {
  std::string path;  ///< of the array
  std::string name;  ///< `name` of the object around, in whatever order
  std::vector<double> values;
  std::vector<std::uint32_t> lines;
};

/// Reads every array of numbers, each whole, in the file's order. ConfigError, with the line, for
/// an element that is no number, and where there are more than RawTrace::most_rows in all.
std::vector<JsonSeries> read_json_series(const TraceSource& source);

/// The series `unix_seconds` as times. ConfigError, with the line, where there is none, a time is
/// no whole second, and where another series has not as many elements.
std::vector<UtcTime> take_unix_seconds(const TraceSource& source,
                                       const std::vector<JsonSeries>& series);

}  // namespace cadis
