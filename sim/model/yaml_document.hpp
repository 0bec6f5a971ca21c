#pragma once

#include <string>
#include <vector>

#include "base/input.hpp"

namespace cadis {

/// A YAML value with the place it was read from. A plain tree: aliases are expanded, so that
/// changing one place changes no other.
struct YamlNode {
  enum class Kind { null, scalar, list, map };
  struct Key {
    std::string text, where;
  };

  Kind kind = Kind::null;
  std::string text;  ///< of a scalar, as written
  bool quoted = false;
  std::string where;  ///< `file:line:column`, or `--set KEY`
  std::vector<Key>
      keys;  ///< of a map, as long as `items`; duplicates are kept, for YamlMap to report
  std::vector<YamlNode> items;  ///< of a list or a map

  [[nodiscard]] const YamlNode* find(const std::string& key) const;
  [[nodiscard]] YamlNode* find(const std::string& key);
  /// The file it stands in; empty for a value given by --set.
  [[nodiscard]] std::string file() const;
};

/// A file's text for parse_yaml_document(): of a longer one than that takes, the beginning.
std::string read_yaml_text(const Input& file);

/// Parses a file's text: one document, a map. ConfigError with `name:line:column` where it is
/// anything else.
YamlNode parse_yaml_document(const std::string& yaml, const std::string& name);

/// Sets a dotted key (`fleet[0].count`) below a map to a YAML value, making the maps in between.
/// ConfigError where it cannot be set.
void set_yaml(YamlNode& root, const std::string& key, const std::string& yaml_value);
/// The same with a value that has a place of its own.
void set_yaml(YamlNode& root, const std::string& key, const YamlNode& value);

/// Takes a dotted key away, where it is there.
void remove_yaml(YamlNode& root, const std::string& key);

/// The tree as YAML text.
std::string format_yaml(const YamlNode& node);

}  // namespace cadis
