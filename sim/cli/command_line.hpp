#pragma once

namespace cadis {

/// The whole program: picks the subcommand, prints errors to stderr and returns the exit code (0
/// done, 1 a run failed, 2 the input was wrong and nothing was started, 130 interrupted).
int run_command_line(int argc, char** argv);

}  // namespace cadis
