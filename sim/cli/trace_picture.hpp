#pragma once

#include <string>

#include "report/trace_statistics.hpp"

namespace cadis {

/// Values as one line of block characters, lowest to highest; at most `width` of them, each the
/// mean of as many values. An undefined value is a blank.
std::string sparkline(const std::vector<double>& values, std::size_t width);

/// Month x hour means as whole numbers, months down and hours (UTC) across; months without any are
/// left out. Shaded in five steps by colour where `has_colour`.
std::string heat_table(const Eigen::Array<double, 12, 24>& means, bool has_colour);

}  // namespace cadis
