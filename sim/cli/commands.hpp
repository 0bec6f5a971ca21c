#pragma once

#include <string>
#include <vector>

namespace cadis {

/// A subcommand: takes the words after its name, returns the exit code, throws ConfigError for
/// wrong input.
int run_command(const std::vector<std::string>& words);
int study_command(const std::vector<std::string>& words);
int merge_command(const std::vector<std::string>& words);
int show_command(const std::vector<std::string>& words);
int validate_command(const std::vector<std::string>& words);
int list_command(const std::vector<std::string>& words);
int trace_command(const std::vector<std::string>& words);
int import_command(const std::vector<std::string>& words);  ///< of trace

}  // namespace cadis
