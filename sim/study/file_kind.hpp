#pragma once

#include "base/input.hpp"

namespace cadis {

enum class FileKind {
  scenario,
  study,
  platform,
  family,
  carbon_trace,
  vintages,
  count_trace,
  timestamp_trace
};

/// What a file is, by its content. ConfigError where it cannot be read or is nothing of these.
FileKind file_kind(const Input& file);

}  // namespace cadis
