#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/yaml_document.hpp"

namespace cadis {

/// A node on one line, as flow YAML that reads back as the same node.
std::string flow_text(const YamlNode& node);

/// A scalar's text; nullptr where there is no node or one of another kind.
const std::string* scalar_of(const YamlNode* node);

/// A text that is read as text, whatever it looks like.
YamlNode text_node(std::string text, std::string where);
/// A number as it is written.
YamlNode number_node(double value, std::string where);
YamlNode map_node(std::vector<std::pair<std::string, YamlNode>> entries, const std::string& where);

}  // namespace cadis
