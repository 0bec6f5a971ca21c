#include <fmt/format.h>

#include "trace/request_lines.hpp"

namespace cadis::formats {
namespace {

// Mooncake's traces: a JSON object on each line, `timestamp` in whole milliseconds from the trace's
// begin, of an unstated instant. Others write the same keys with seconds: fractions tell, and so do
// keys of a chat (see qwen_bailian).

constexpr std::string_view far_ms = "31622400000";  ///< 366 d

bool recognises(const TraceSource& source) {
  return source.has_key("timestamp") && source.has_key("input_length") &&
         !source.has_key("chat_id");
}

bool is_whole(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Whether digits are a number above far_ms.
bool is_far(std::string_view digits) {
  return digits.size() > far_ms.size() || (digits.size() == far_ms.size() && digits > far_ms);
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RequestLines lines(source, choices, "ms");
  Findings& doubts = lines.trace().doubts;
  return lines.read([&](const JsonObject& object, std::string_view time) {
    const std::size_t line = object.line;
    if (object.has("chat_id"))
      doubts.note("chat_id: is of another layout, whose times are s: qwen-bailian", line);
    for (const char* key : {"input_length", "output_length"}) {
      if (!object.has(key)) doubts.note(fmt::format("{}: is not given; left out", key), line);
    }
    if (lines.is_unit_said()) return;
    if (!is_whole(time)) {
      throw ConfigError(fmt::format(
          "{}:{}: timestamp: expected a whole number of ms, got '{}'; say what times are with "
          "--time-unit: s or ms",
          source.name(), line, time.substr(0, 40)));
    } else if (is_far(time)) {
      doubts.note("timestamp: is more than 366 d of ms behind the trace's begin; taken as ms", line,
                  time);
    }
  });
}

}  // namespace

const TraceFormat& mooncake() {
  static const TraceFormat format{
      "mooncake",
      "Mooncake: single requests, a JSON object a line (timestamp in ms, input_length, ...)",
      request_line_options("what times are, where they are no whole ms"),
      recognises,
      read,
      TraceKind::arrivals};
  return format;
}

}  // namespace cadis::formats
