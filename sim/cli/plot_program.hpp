#pragma once

#include <string>
#include <vector>

namespace cadis {

/// Runs a program of experiments/, which draws with pandas and matplotlib, and waits for it. What
/// it prints goes where this program's goes. RunError where it cannot be started,
/// UsageError where it ends with another code than 0, having said why.
void run_plot_program(const std::string& name, const std::vector<std::string>& arguments);

}  // namespace cadis
