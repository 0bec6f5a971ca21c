#include "trace/request_lines.hpp"

namespace cadis::formats {
namespace {

// Alibaba's chat traces (alibaba-edu/qwen-bailian-usagetraces-anon): a JSON object on each line,
// chat_id, parent_chat_id, timestamp, input_length, output_length, type, turn, hash_ids. Times are
// seconds with decimals from the trace's begin, of an unstated instant.

bool recognises(const TraceSource& source) {
  return source.has_key("chat_id") && source.has_key("timestamp") && source.has_key("input_length");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  RequestLines lines(source, choices, "s");
  Findings& doubts = lines.trace().doubts;
  bool has_decimals = lines.is_unit_said();
  std::size_t last = 0;
  RawTrace trace = lines.read([&](const JsonObject& object, std::string_view time) {
    last = object.line;
    has_decimals = has_decimals || time.find('.') != std::string_view::npos;
    for (const char* key : {"chat_id", "input_length", "output_length"}) {
      if (!object.has(key)) doubts.note(std::string(key) + ": is not given; left out", object.line);
    }
  });
  if (!has_decimals) {
    trace.doubts.note(
        "timestamp: no time has decimals, as seconds of this layout do; taken as seconds; say what "
        "they are with --time-unit: s or ms",
        last);
  }
  return trace;
}

}  // namespace

const TraceFormat& qwen_bailian() {
  static const TraceFormat format{
      "qwen-bailian",
      "Alibaba's chat traces: single requests, a JSON object a line (chat_id, timestamp in s, ...)",
      request_line_options("what times are, where none has decimals (s)"),
      recognises,
      read,
      TraceKind::arrivals};
  return format;
}

}  // namespace cadis::formats
