#include "trace/json_rows.hpp"

#include <fmt/format.h>

#include "base/numbers.hpp"

namespace cadis {

std::optional<UtcTime> JsonRows::time(const JsonObject& object, std::string_view key) {
  const auto at = stamp(object, key);
  return at ? std::optional{at->utc()} : std::nullopt;
}

std::optional<UtcTime> JsonRows::stated_time(const JsonObject& object, std::string_view key,
                                             RawTrace& trace) {
  const auto at = stamp(object, key);
  if (!at) return std::nullopt;
  check_offset(trace, *at, Offsets::stated, key, object.line, text(object, key));
  return at->utc();
}

std::optional<Stamp> JsonRows::stamp(const JsonObject& object, std::string_view key) {
  const auto scalar = object.find(key);
  if (!scalar || !scalar->text) {
    problems_.add(object.line, key, "expected a time, got none");
    return std::nullopt;
  }
  const auto stamp = parse_stamp(*scalar->text);
  if (stamp) return stamp;
  problems_.add(scalar->line, key,
                fmt::format("expected a time such as 2023-06-01T00:00Z, got '{}'",
                            scalar->text->substr(0, 80)));
  return std::nullopt;
}

double JsonRows::number(const JsonObject& object, std::string_view key) {
  const auto scalar = object.find(key);
  if (!scalar || !scalar->text) return RawRow::missing;
  const auto text = trim(*scalar->text);
  if (const auto value = parse_number(text)) return *value;
  if (!says_missing(text)) {
    problems_.add(scalar->line, key,
                  fmt::format("expected a finite number, got '{}'", text.substr(0, 80)));
  }
  return RawRow::missing;
}

std::string_view JsonRows::text(const JsonObject& object, std::string_view key) {
  const auto scalar = object.find(key);
  return scalar ? scalar->text.value_or("") : "";
}

void JsonRows::check_count(const RawTrace& trace) const {
  if (trace.rows.size() < RawTrace::most_rows) return;
  throw ConfigError(fmt::format("{}: more than {} rows; cut the file", name_, RawTrace::most_rows));
}

}  // namespace cadis
