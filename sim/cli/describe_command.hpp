#pragma once

#include <string>
#include <vector>

namespace cadis {

/// `cadis trace describe`: what a carbon trace is like, on stdout. UsageError for wrong options.
int describe_trace(const std::vector<std::string>& words);

}  // namespace cadis
