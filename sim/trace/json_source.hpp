#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "trace/format.hpp"

namespace cadis {

class JsonReader;

/// A scalar of a JSON file, as text; a null has none. Valid until visit() returns.
struct JsonScalar {
  std::optional<std::string_view> text;
  std::uint32_t line = 0;
};

/// An object of a JSON file that has just been read whole: its scalars, by key, those of objects
/// within it under dotted keys (`intensity.actual`), and those read so far of the objects around
/// it.
class JsonObject {
 public:
  std::string_view path;  ///< `data[].data[]`: keys from the top, a pair of brackets for each array
  std::uint32_t line = 0;  ///< on which it ends
  /// The last scalar of this key in any case, here or else in the nearest object around that has
  /// it; nothing where there is none.
  [[nodiscard]] std::optional<JsonScalar> find(std::string_view key) const;
  /// Whether this object, or one within it under a dotted key, has it.
  [[nodiscard]] bool has(std::string_view key) const;

 private:
  friend class JsonReader;
  explicit JsonObject(const JsonReader& reader) : reader_(reader) {}

  const JsonReader& reader_;
};

using VisitObject = std::function<void(const JsonObject&)>;
/// Takes an element of an array that is no object or array itself, and the array's path.
using VisitElement = std::function<void(std::string_view path, const JsonScalar&)>;

/// Reads a JSON file as a stream, calling `visit` at the end of each object, and `visit_element`,
/// where it is given, at each scalar of an array. Memory does not grow with the file. ConfigError
/// with the line where it is no JSON, is cut, nests deeper than 32, holds a text above 1 MiB, a
/// dotted key above 1000 bytes, or an object that has, with those around it, more than 1000 keys or
/// 4 MiB.
void read_json(const TraceSource& source, const VisitObject& visit,
               const VisitElement& visit_element = {});

/// The same of a file of objects one after the other, mostly one a line.
void read_json_lines(const TraceSource& source, const VisitObject& visit);

}  // namespace cadis
