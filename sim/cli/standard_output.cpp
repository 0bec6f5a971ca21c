#include "cli/standard_output.hpp"

#include <unistd.h>

#include <cerrno>
#include <iostream>

#include "base/errors.hpp"

namespace cadis {
namespace {

constexpr const char* called = "standard output";

}  // namespace

StandardOutput::StandardOutput()
    : checked_(OutputFile(Descriptor(STDOUT_FILENO), called)),
      before_(std::cout.rdbuf(checked_.rdbuf())) {
  std::cout.exceptions(std::ios::badbit);
}

StandardOutput::~StandardOutput() {
  std::cout.exceptions(std::ios::goodbit);
  try {
    checked_.flush();                // what was said before another error
  } catch (const std::exception&) {  // told already, or less than what ends the program
  }
  std::cout.rdbuf(before_);
}

void StandardOutput::finish() {
  std::cout.flush();
  // Some file systems, such as NFS, tell that there is no room only here.
  Descriptor copy(dup(STDOUT_FILENO));
  const int error = copy.is_open() ? copy.close() : 0;
  if (error != 0) throw_unwritten(called, error);
}

}  // namespace cadis
