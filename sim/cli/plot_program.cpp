#include "cli/plot_program.hpp"

#include <spawn.h>
#include <sys/wait.h>

#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "cli/arguments.hpp"
#include "model/scenario_reader.hpp"

namespace cadis {

void run_plot_program(const std::string& name, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{(data_folder() / "experiments" / name).string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t child = -1;
  const int error =
      posix_spawn(&child, words[0].c_str(), nullptr, nullptr, pointers.data(), environ);
  if (error != 0)
    throw std::runtime_error(words[0] + ": cannot be started: " + std::strerror(error));
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw UsageError("--plot: " + name +
                     " failed; it needs Debian's python3-pandas and "
                     "python3-matplotlib");
}

}  // namespace cadis
