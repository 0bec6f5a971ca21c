#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "trace/format.hpp"

namespace cadis {

/// A scalar of a JSON file, as text; a null has none.
struct JsonScalar {
  std::optional<std::string> text;
  std::uint32_t line = 0;
};

/// An object of a JSON file that has just been read whole: its scalars, by key, those of objects
/// within it under dotted keys (`intensity.actual`), and those read so far of the objects around
/// it.
class JsonObject {
 public:
  std::string path;  ///< `data[].data[]`: keys from the top, a pair of brackets for each array
  std::uint32_t line = 0;  ///< on which it ends
  /// The scalar of this key in any case, here or else in the nearest object around that has it;
  /// null where there is none.
  [[nodiscard]] const JsonScalar* find(const std::string& key) const;
  /// Whether this object, or one within it under a dotted key, has it.
  [[nodiscard]] bool has(const std::string& key) const;

 private:
  friend class JsonReader;
  [[nodiscard]] const JsonScalar* own(const std::string& key) const;

  std::map<std::string, JsonScalar> scalars_;  ///< by key in lower case
  const JsonObject* around_ = nullptr;
};

/// Reads a JSON file as a stream, calling `visit` at the end of each object. Memory does not grow
/// with the file. ConfigError with the line where it is no JSON, is cut, nests deeper than 32, or
/// holds a text above 1 MiB or an object of more than 1000 keys.
void read_json(const TraceSource& source, const std::function<void(const JsonObject&)>& visit);

/// The same of a file of objects one after the other, mostly one a line.
void read_json_lines(const TraceSource& source,
                     const std::function<void(const JsonObject&)>& visit);

}  // namespace cadis
