#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <string_view>

namespace cadis {

/// A node on one line, as flow YAML that reads back as the same node.
std::string flow_text(const YAML::Node& node);

/// A text as a quoted YAML scalar.
std::string quote(std::string_view text);

}  // namespace cadis
