#pragma once

#include <streambuf>

#include "base/output_file.hpp"

namespace cadis {

/// While it lives, what goes to std::cout and cannot be written to stdout is a StorageError where
/// it is written, or at finish().
class StandardOutput {
 public:
  StandardOutput();
  ~StandardOutput();
  StandardOutput(const StandardOutput&) = delete;
  StandardOutput& operator=(const StandardOutput&) = delete;
  void finish();  ///< writes what is left

 private:
  OutputStream checked_;
  std::streambuf* before_;
};

}  // namespace cadis
