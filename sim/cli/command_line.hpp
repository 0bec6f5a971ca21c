#pragma once

#include <functional>

namespace cadis {

/// The whole program: picks the subcommand, prints errors to stderr and returns the exit code (0
/// done, 1 a run failed, 2 the input was wrong and nothing was started, 3 a result could not be
/// written, 4 another process is at work there, 130 interrupted).
int run_command_line(int argc, char** argv);

/// The exit code of `work`, or of what it throws, which is told on stderr in our words.
int guarded(const std::function<int()>& work);

}  // namespace cadis
