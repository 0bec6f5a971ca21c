#pragma once

#include <stdexcept>

namespace cadis {

/// The user stopped the program (SIGINT, SIGTERM or SIGHUP).
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

/// From now on these signals are noted instead of ending the process, so that unfinished output can
/// be taken away.
void catch_interrupts();
/// Undoes that, in a child process that has nothing to tidy.
void release_interrupts();
/// Throws Interrupted once a signal has been noted.
void throw_if_interrupted();

}  // namespace cadis
