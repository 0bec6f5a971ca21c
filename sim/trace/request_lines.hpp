#pragma once

#include <functional>
#include <string>

#include "trace/format.hpp"
#include "trace/json_rows.hpp"

namespace cadis {

/// Reads single requests from JSON lines whose `timestamp` is a number of ms or s since --start:
/// `unit`, unless the user says otherwise with --time-unit. Lengths and hashes are left out: a
/// trace holds arrivals.
class RequestLines {
 public:
  /// Looks at an object of a line, whose time was written as this.
  using Visit = std::function<void(const JsonObject&, std::string_view time)>;

  RequestLines(const TraceSource& source, const ImportChoices& choices, const std::string& unit);

  /// Whether the user says what times are.
  [[nodiscard]] bool is_unit_said() const { return is_unit_said_; }
  RawTrace& trace() { return trace_; }
  /// ConfigError, with lines, for what is no request.
  RawTrace read(const Visit& visit);

 private:
  const TraceSource& source_;
  bool is_unit_said_;
  std::string unit_;
  UtcTime start_;
  RawTrace trace_;
  JsonRows rows_;
};

/// `--start` and `--time-unit` of such a format.
std::vector<FormatOption> request_line_options(const std::string& unit_doc);

}  // namespace cadis
