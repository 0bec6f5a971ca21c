#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trace/csv_source.hpp"
#include "trace/json_source.hpp"
#include "trace/offsets.hpp"
#include "trace/stamp.hpp"

namespace cadis {

/// Reads times and numbers of JSON objects; what is wrong is added to the problems.
class JsonRows {
 public:
  explicit JsonRows(const TraceSource& source) : name_(source.name()), problems_(source.name()) {}

  /// A time that must be there.
  std::optional<UtcTime> time(const JsonObject& object, std::string_view key);
  /// The same of a publisher whose times state their offset; one without is doubted.
  std::optional<UtcTime> stated_time(const JsonObject& object, std::string_view key,
                                     RawTrace& trace);
  /// A number, also as a text; RawRow::missing where it is null or not there.
  double number(const JsonObject& object, std::string_view key);
  /// Empty where it is null or not there. Valid until the object is left.
  static std::string_view text(const JsonObject& object, std::string_view key);
  void bad(std::size_t line, std::string_view key, const std::string& text) {
    problems_.add(line, key, text);
  }
  void throw_if_bad() { problems_.throw_if_any(); }
  /// ConfigError where there are more than RawTrace::most_rows.
  void check_count(const RawTrace& trace) const;

 private:
  std::optional<Stamp> stamp(const JsonObject& object, std::string_view key);

  std::string name_;
  RowProblems problems_;
};

}  // namespace cadis
