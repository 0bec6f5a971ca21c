#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/input.hpp"
#include "base/step_series.hpp"

namespace cadis {

/// The titles of a trace's columns, from its first line alone. ConfigError where it is empty.
std::vector<std::string> read_titles(const Input& file);

/// Reads the contract's carbon trace: `timestamp_utc,g_per_kwh`, ISO-8601 with Z, one constant
/// step, strictly increasing, values finite and at least 0. Every problem is reported with
/// file:line (the first twenty, then a count).
StepSeries read_carbon_trace(const Input& file);

/// The same of one column of several.
StepSeries read_carbon_column(const Input& file, const std::string& column);

/// Writes such a file, part by part.
void write_carbon_trace(const StepSeries& g_per_kwh, std::ostream& out);

/// Reads `timestamp_utc,requests`: requests that arrive in each step of one constant length (whole
/// numbers, at least 0).
StepSeries read_count_trace(const Input& file);

/// Writes such a file, part by part.
void write_count_trace(const StepSeries& requests, std::ostream& out);

/// Reads a single column `timestamp_utc`: one request a row, not decreasing.
std::vector<UtcTime> read_timestamp_trace(const Input& file);

/// Writes such a file, part by part.
void write_timestamp_trace(const std::vector<UtcTime>& times, std::ostream& out);

}  // namespace cadis
