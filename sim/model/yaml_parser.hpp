#pragma once

#include <cstddef>
#include <string>

#include "model/yaml_document.hpp"

namespace cadis {

/// The most that a YAML text may hold. Whatever it is, reading it then ends soon and in little
/// memory, and nothing that walks its tree needs much stack.
namespace yaml_limits {
inline constexpr std::size_t bytes = 2U << 20U;  ///< of text
inline constexpr std::size_t values = 250'000;   ///< of maps and lists, aliases expanded
inline constexpr std::size_t depth = 100;        ///< of maps and lists in each other
}  // namespace yaml_limits

/// Parses a text of one document; a node of kind null where it is empty. `name` is the file that
/// messages and nodes name with line and column, or, of a text that stands in no file, the whole
/// place: `--set KEY`. ConfigError where it is not valid YAML, more than one document or beyond a
/// limit, and where it has a merge key.
YamlNode parse_yaml(const std::string& text, const std::string& name, bool is_file);

}  // namespace cadis
