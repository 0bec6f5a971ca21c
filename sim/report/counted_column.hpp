#pragma once

#include <string>
#include <vector>

namespace cadis {

/// What tables of runs call the grams by a signal of `count_by`.
inline std::string counted_column(const std::string& name) { return "carbon_" + name + "_g"; }

/// A header with the columns of these signals behind it.
inline std::vector<std::string> with_counted(std::vector<std::string> header,
                                             const std::vector<std::string>& names) {
  for (const std::string& name : names) header.push_back(counted_column(name));
  return header;
}

}  // namespace cadis
