#pragma once

#include <string>

namespace cadis {

/// What an error of yaml-cpp means for whoever wrote the text, and the way out.
std::string explain_yaml(const std::string& message);

}  // namespace cadis
